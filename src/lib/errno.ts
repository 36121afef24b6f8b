/** The code of a system error, such as ENOENT, or its text where it has none. */
export function errnoOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
