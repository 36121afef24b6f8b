/** What a path has to be, in words for whoever wrote this one. Nothing of it is in them: it may be a secret. */
export function pathWords(text: string): string {
  const instead = text.startsWith('~')
    ? 'of ~'
    : text.startsWith('$')
      ? 'of the variable'
      : undefined;
  if (instead !== undefined)
    return `an absolute path, with the folder written out in place ${instead}`;
  return text.startsWith('file:') ? 'an absolute path, without file: in front' : 'an absolute path';
}
