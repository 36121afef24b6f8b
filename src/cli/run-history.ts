import { plainLine, printable } from '../core/plain-text.ts';
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
      const where = journal.path ?? 'a journal, as nothing is kept';
      io.stderr.write(`${plainLine(`floatip: There are no entries in ${where}${since}`)}\n`);
    }
    const lines =
      options.json === true
        ? entries.map((entry) => printable(JSON.stringify(entry)))
        : readable(entries, day(new Date(clock.wall())));
    for (const line of lines) io.stdout.write(`${line}\n`);
  });
}

/**
 * A line an entry, but for what only a program wants to know. The first line of each day has the day
 * in front, and so has every line of a day that is not today.
 */
function readable(entries: readonly Recorded[], today: string): readonly string[] {
  let latest: string | undefined;
  return entries.flatMap((entry) => {
    const text = sentence(entry);
    if (text === undefined) return [];
    const date = new Date(entry.at);
    const itsDay = day(date);
    const isPlain = itsDay === today && itsDay === latest;
    latest = itsDay;
    // In the time zone of this host.
    const time = date.toTimeString().slice(0, 8);
    return [plainLine(`${isPlain ? '' : `${itsDay} `}${time} ${text}`)];
  });
}

function sentence(entry: Recorded): string | undefined {
  switch (entry.type) {
    case 'event':
      return event(entry);
    case 'contested': {
      const wait =
        entry.coolOffMs === 0 ? 'at once' : `in ${(entry.coolOffMs / 1000).toFixed(1)} s`;
      return `${entry.address} contested: taken by ${entry.by ?? 'nobody'}, will be taken back ${wait} (loss ${entry.losses})`;
    }
    case 'warning':
      return `warning: ${entry.message}. ${entry.hint}`;
    case 'outcome':
      return outcome(entry);
    default:
      return undefined;
  }
}

/** Of a group, keepalived says priority 0 whatever its instances have. */
function event({ scope, name, state, priority }: Recorded & { readonly type: 'event' }): string {
  if (scope === 'GROUP') return `group ${name} ${state}`;
  return priority === null ? `${name} ${state}` : `${name} ${state} (priority ${priority})`;
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

/** As ISO 8601 has it, in the time zone of this host. */
function day(date: Date): string {
  const [month, dayOfMonth] = [date.getMonth() + 1, date.getDate()].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${date.getFullYear()}-${month}-${dayOfMonth}`;
}
