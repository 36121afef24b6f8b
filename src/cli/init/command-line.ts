import type { OutputOptions, SetUpOptions } from './set-up-options.ts';

/** What to type for the same set-up without being asked. */
export function commandLine(options: SetUpOptions & OutputOptions): string {
  const words: string[] = ['floatip', 'init'];
  for (const [key, value] of Object.entries(options)) {
    words.push(`--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
    for (const word of [value].flat()) words.push(quoted(String(word)));
  }
  return words.join(' ');
}

/** As one word of a shell. */
function quoted(word: string): string {
  return /^[\w./:@=,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
