import type { Command } from 'commander';

import type { Io } from '../../app/io.ts';
import { plainText } from '../../core/plain-text.ts';
import { whatMayFollow } from '../completion/complete.ts';
import { completionScripts } from '../completion/completion-scripts.ts';
import { openKnownWords } from '../completion/known-words.ts';
import type { Shell } from '../completion/shells.ts';

interface CompletionWork {
  /** What was typed after `floatip`. The last one is not finished, and may be empty. Without any, the script is meant. */
  readonly words: readonly string[];
  /** With all its commands. */
  readonly program: Command;
  readonly io: Io;
}

/** Prints the script for a shell, or a candidate a line with what it is behind a blank. */
export async function runCompletion(shell: Shell, work: CompletionWork): Promise<void> {
  const { words, program, io } = work;
  if (words.length === 0) {
    io.stdout.write(completionScripts[shell]);
    return;
  }
  const known = openKnownWords(words, io);
  for (const { word, about } of await whatMayFollow(words, program, known)) {
    // A name of keepalived's may hold what a shell would cut in two.
    if (!/^\S+$/.test(plainText(word))) continue;
    io.stdout.write(`${[word, ...(about === undefined ? [] : [plainText(about)])].join(' ')}\n`);
  }
}
