/** How a file would change, as `diff -u` shows it and `patch` takes it. */
export async function diffText(path: string, before: string, after: string): Promise<string> {
  const { createTwoFilesPatch } = await import('diff');
  return createTwoFilesPatch(`${path} as it is`, `${path} as it would be`, before, after, '', '', {
    headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
  });
}
