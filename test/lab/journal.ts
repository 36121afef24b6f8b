import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the lab wants to know of a line in floatip's journal. */
export interface JournalLine {
  /** When, by ISO 8601. */
  readonly at: string;
  /** Of the process that wrote it: its start in ticks, and its id. */
  readonly run: string;
  readonly type: string;
  readonly cause?: string;
  /** Of an address. */
  readonly result?: {
    readonly name: string;
    readonly outcome: string;
    readonly durationMs: number;
  };
  /** Of an event: what keepalived told, and of which instance. */
  readonly state?: string;
  readonly name?: string;
}

export function readJournal(stateFolder: string): readonly JournalLine[] {
  const path = join(stateFolder, 'journal.jsonl');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as JournalLine);
}
