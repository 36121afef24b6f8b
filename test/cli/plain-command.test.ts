import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';

import { commandLine } from '../../.config/reference/options.ts';
import { plainCommand } from '../../src/cli/plain-command.ts';

/** What the reader of all command lines makes of one: its words and its options. */
async function asReadInFull([name, ...rest]: readonly string[]): Promise<unknown> {
  const command = commandLine().commands.find((one: Command) => one.name() === name);
  let read: unknown;
  command?.action((words: readonly string[], options: object) => {
    read = { command: name, words, options };
  });
  await command?.parseAsync(rest, { from: 'user' });
  return read;
}

const plain: readonly (readonly string[])[] = [
  ['assign', '203.0.113.10'],
  ['assign', 'web', 'pub'],
  ['assign', 'web', '--json'],
  ['assign', '--json', 'web', '-c', '/etc/floatip/other.yaml'],
  ['assign', 'web', '--config', 'other.yaml', '--log-level', 'debug'],
  ['notify', 'INSTANCE', 'VI_1', 'MASTER', '200'],
  ['notify', 'GROUP', 'a b "c"', 'BACKUP', '0', '-c', 'x.yaml'],
  ['notify', '--instance', 'VI_1', '--state', 'MASTER'],
  ['notify', '--group', 'VG_1', '--state', 'BACKUP', '--json'],
  ['notify', '--instance', 'VI_1', '--state', 'MASTER', 'INSTANCE', 'VI_1', 'MASTER', '100'],
  ['notify'],
  ['notify', ''],
];

describe('plainCommand()', () => {
  it.each(plain.map((words) => [words.join(' '), words] as const))(
    'reads what hooks write as the reader of all does: %s',
    async (_text, words) => {
      const read = plainCommand(words);
      expect(read).toBeDefined();
      expect(read).toEqual(await asReadInFull(words));
    },
  );

  it.each([['--version'], ['-V'], ['version']])('knows %s', (word) => {
    expect(plainCommand([word])).toEqual({ command: 'version' });
  });

  it.each([
    [''],
    ['assign'],
    ['assign --json'],
    ['assign --all'],
    ['assign web --to 222'],
    ['assign web --dry-run'],
    ['assign web -n'],
    ['assign web --timeout 30'],
    ['assign web --config'],
    ['assign web --config='],
    ['assign web --config=x.yaml'],
    ['assign web -cx.yaml'],
    ['assign web -c x.yaml -c y.yaml'],
    ['assign web -c x.yaml --config y.yaml'],
    ['assign web -c -x'],
    ['assign web --json --json'],
    ['assign web --log-level loud'],
    ['assign web --help'],
    ['assign help'],
    ['assign -- web'],
    ['assign web -'],
    ['notify --state'],
    ['notify --state --json'],
    ['notify --instance VI_1 --instance VI_2'],
    ['notify INSTANCE -VI_1 MASTER 200'],
    ['notify INSTANCE help MASTER 200'],
    ['notify INSTANCE VI_1 MASTER -1'],
    ['notify -h'],
    ['version now'],
    ['status'],
    ['release web'],
    ['asign web'],
  ])('leaves to the reader of all: %s', (line) => {
    expect(plainCommand(line.split(' '))).toBeUndefined();
  });

  it.each(['', ' ', '\t'])(
    'leaves an empty value to it, which says what may be empty: %j',
    (value) => {
      expect(plainCommand(['assign', 'web', '-c', value])).toBeUndefined();
      expect(plainCommand(['notify', '--instance', value, '--state', 'MASTER'])).toBeUndefined();
    },
  );
});
