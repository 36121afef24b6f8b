/** Whether a command line asks for JSON, however wrong the rest of it is. */
export function isJsonWanted(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? words.length : end).includes('--json');
}

/** What a command prints where nothing could be done, beside the error. */
export function nothingOf([command = '']: readonly string[]): object {
  switch (command) {
    case 'status':
      return { self: null, addresses: [] };
    case 'doctor':
      return { checks: [] };
    case 'assign':
    case 'release':
    case 'notify':
    case 'reconcile':
      return { self: null, results: [] };
    default:
      return {};
  }
}
