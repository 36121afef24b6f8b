const helpWords: ReadonlySet<string> = new Set(['help', '--help', '-h']);

/** Whether a command line asks for help, as one without a word does. */
export function isHelpWanted(words: readonly string[]): boolean {
  return words.length === 0 || words.some((word) => helpWords.has(word));
}
