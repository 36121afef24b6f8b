import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
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
  return openJournal({ path, run: '10-7', cluster, now: () => 0, log });
}

describe('openJournal()', () => {
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
    open(path).append(entry);
    expect(open(path).entries()).toHaveLength(1);
  });

  it('stops nobody where it cannot be written, and says so once', () => {
    const warned: LogFields[] = [];
    const journal = open('/dev/null/journal.jsonl', { warned });
    for (let count = 0; count < 3; count += 1) journal.append(entry);
    expect(warned).toMatchObject([{ path: '/dev/null/journal.jsonl' }]);
  });

  it('warns again of a journal that could be written in between', () => {
    const warned: LogFields[] = [];
    const path = join(temporaryFolder(), 'journal.jsonl');
    const journal = open(path, { warned });
    const spoil = (): void => mkdirSync(path);
    spoil();
    journal.append(entry);
    rmSync(path, { recursive: true });
    journal.append(entry);
    rmSync(path);
    spoil();
    journal.append(entry);
    expect(warned).toHaveLength(2);
  });
});
