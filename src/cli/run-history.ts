import type { Recorded } from '../ports/journal.ts';
import { subjectOf } from './explain.ts';
import type { Io } from './io.ts';
import { withSession } from './open.ts';
import type { CommonOptions } from './options.ts';

export interface HistoryOptions extends CommonOptions {
  readonly json?: true;
  /** Milliseconds. */
  readonly since?: number;
}

/** Prints the journal, for people or for programs. */
export async function runHistory(options: HistoryOptions, io: Io): Promise<void> {
  await withSession(options, io, async ({ journal, clock }) => {
    const from = options.since === undefined ? -Infinity : clock.wall() - options.since;
    const entries = journal.entries().filter(({ at }) => Date.parse(at) >= from);
    if (entries.length === 0) {
      const since = from === -Infinity ? '' : ` since ${new Date(from).toISOString()}`;
      io.stderr.write(`floatip: There are no entries in ${journal.path}${since}\n`);
    }
    const today = day(new Date(clock.wall()));
    for (const entry of entries) {
      const line = options.json === true ? JSON.stringify(entry) : readable(entry, today);
      if (line !== undefined) io.stdout.write(`${line}\n`);
    }
  });
}

/** One line, or nothing for what only a program wants to know. */
function readable(entry: Recorded, today: string): string | undefined {
  const text = sentence(entry);
  return text === undefined ? undefined : `${moment(entry.at, today)} ${text}`;
}

function sentence(entry: Recorded): string | undefined {
  switch (entry.type) {
    case 'event':
      return `${entry.name} ${entry.state}${entry.priority === null ? '' : ` (priority ${entry.priority})`}`;
    case 'contested': {
      const wait = (entry.coolOffMs / 1000).toFixed(1);
      return `${entry.address} contested: taken by ${entry.by ?? 'nobody'}, taken back after ${wait} s (loss ${entry.losses})`;
    }
    case 'outcome':
      return outcome(entry);
    default:
      return undefined;
  }
}

function outcome({ result, cause, names }: Recorded & { readonly type: 'outcome' }): string {
  const { from, to, owner, outcome: ending, durationMs, writes, error, why } = result;
  const call = (node: string | null): string => (node === null ? 'nobody' : (names[node] ?? node));
  const subject = subjectOf(result);
  const seconds = (durationMs / 1000).toFixed(2);
  const because = `(${cause}, ${writes} ${writes === 1 ? 'write' : 'writes'})`;
  switch (ending) {
    case 'moved':
      if (from === to) return `${subject} completed at ${call(to)} in ${seconds} s ${because}`;
      return `${subject} ${from === null ? '' : `${call(from)} `}→ ${call(to)} in ${seconds} s ${because}`;
    case 'already-held':
      return `${subject} already at ${call(to)} ${because}`;
    case 'released':
      return `${subject} ${call(from)} → nobody in ${seconds} s ${because}`;
    default: {
      const reason = error?.message ?? why;
      const left = owner === undefined ? '' : `, held by ${call(owner)},`;
      return `${subject} ${ending} after ${seconds} s${left} ${because}${reason === undefined ? '' : `: ${reason}`}`;
    }
  }
}

/** The time of day, with the day where that is not today; in the time zone of this host. */
function moment(at: string, today: string): string {
  const date = new Date(at);
  const time = date.toTimeString().slice(0, 8);
  return day(date) === today ? time : `${day(date)} ${time}`;
}

function day(date: Date): string {
  const [month, dayOfMonth] = [date.getMonth() + 1, date.getDate()].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${date.getFullYear()}-${month}-${dayOfMonth}`;
}
