import { basename } from 'node:path';

import type { HostFacts } from './host-facts.ts';

/** A `floatip watch` of this host. */
export interface RunningWatcher {
  readonly pid: number;
  readonly fifo: string | undefined;
  /** HOST:PORT of its pages. */
  readonly listen: string | undefined;
}

export function watchersOf(
  facts: Pick<HostFacts, 'processIds' | 'commandOf' | 'isHere'>,
): readonly RunningWatcher[] {
  return facts.processIds().flatMap((pid) => {
    const command = facts.commandOf(pid);
    const program = command.findIndex((word) => /^floatip(?:\.js)?$/.test(basename(word)));
    const words = command.slice(program + 1);
    const [subcommand, fifo] = words.filter(isOperand);
    if (program < 0 || subcommand !== 'watch' || !facts.isHere(pid)) return [];
    return [{ pid, fifo: optionIn(words, '--fifo') ?? fifo, listen: optionIn(words, '--listen') }];
  });
}

/** Every option of `floatip watch` takes a value, but for the one about colour. */
function isOperand(word: string, index: number, words: readonly string[]): boolean {
  const before = words[index - 1] ?? '';
  const isValue = before.startsWith('-') && !before.includes('=') && before !== '--no-color';
  return !word.startsWith('-') && !isValue;
}

function optionIn(words: readonly string[], name: string): string | undefined {
  const inline = words.find((word) => word.startsWith(`${name}=`));
  if (inline !== undefined) return inline.slice(name.length + 1);
  const at = words.indexOf(name);
  return at < 0 ? undefined : words[at + 1];
}
