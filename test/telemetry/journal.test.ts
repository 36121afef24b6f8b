import { appendFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { Entry } from '../../src/ports/journal.ts';
import type { Log, LogFields } from '../../src/ports/log.ts';
import { openJournal } from '../../src/telemetry/journal.ts';
import type { ReadableJournal } from '../../src/telemetry/journal.ts';
import { temporaryFolder } from '../support/temporary.ts';

const entry: Entry = {
  type: 'event',
  scope: 'INSTANCE',
  name: 'VI_1',
  state: 'MASTER',
  priority: 1,
};

interface Opening {
  readonly warned?: LogFields[];
  readonly cluster?: string;
}

function open(path: string, { warned = [], cluster }: Opening = {}): ReadableJournal {
  const ignore = (): void => {};
  const warn = (fields: LogFields): void => void warned.push(fields);
  const log: Log = { error: ignore, warn, info: ignore, debug: ignore };
  const after = (): (() => void) => ignore;
  return openJournal({ path, run: '10-7', cluster, now: () => 0, after, log });
}

function write(journal: ReadableJournal): void {
  journal.append(entry);
  journal.flush();
}

describe('openJournal()', () => {
  it('writes an entry when that keeps nobody waiting, dated by when it was told', () => {
    const path = join(temporaryFolder(), 'journal.jsonl');
    const begun: (() => void)[] = [];
    const after = (_ms: number, begin: () => void): (() => void) => {
      begun.push(begin);
      return () => undefined;
    };
    const log: Log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
    let wallMs = 0;
    const journal = openJournal({ path, run: '10-7', now: () => wallMs, after, log });
    journal.append(entry);
    wallMs = 60_000;
    journal.append(entry);
    expect([existsSync(path), begun.length]).toEqual([false, 1]);
    begun[0]?.();
    const at = open(path)
      .entries()
      .map((one) => one.at);
    expect(at).toEqual(['1970-01-01T00:00:00.000Z', '1970-01-01T00:01:00.000Z']);
  });

  it('says of each entry when and by whom', () => {
    const journal = open(join(temporaryFolder(), 'journal.jsonl'));
    journal.append(entry);
    expect(journal.entries()).toEqual([{ at: '1970-01-01T00:00:00.000Z', run: '10-7', ...entry }]);
  });

  it('says of which cluster, where it has a name', () => {
    const journal = open(join(temporaryFolder(), 'journal.jsonl'), { cluster: 'prod-lb' });
    journal.append(entry);
    expect(journal.entries()).toMatchObject([{ cluster: 'prod-lb', type: 'event' }]);
  });

  it('leaves out what it cannot read', () => {
    const path = join(temporaryFolder(), 'journal.jsonl');
    appendFileSync(path, 'null\n{"type":"event"}\n{"at":"now","type":"party"}\n{"at":"2026-11-2');
    const journal = open(path);
    journal.append(entry);
    journal.flush();
    expect(open(path).entries()).toHaveLength(1);
  });

  it('stops nobody where it cannot be written, and says so once', () => {
    const warned: LogFields[] = [];
    const journal = open('/dev/null/journal.jsonl', { warned });
    for (let count = 0; count < 3; count += 1) write(journal);
    expect(warned).toMatchObject([{ path: '/dev/null/journal.jsonl' }]);
  });

  it('warns again of a journal that could be written in between', () => {
    const warned: LogFields[] = [];
    const path = join(temporaryFolder(), 'journal.jsonl');
    const journal = open(path, { warned });
    const spoil = (): void => mkdirSync(path);
    spoil();
    write(journal);
    rmSync(path, { recursive: true });
    write(journal);
    rmSync(path);
    spoil();
    write(journal);
    expect(warned).toHaveLength(2);
  });
});
