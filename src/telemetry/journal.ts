import { printable } from '../core/plain-text.ts';
import { errnoOf } from '../lib/errno.ts';
import { isRecord, parseJson } from '../lib/json.ts';
import { openLineFile } from '../lib/line-file.ts';
import type { LineFile } from '../lib/line-file.ts';
import { Oddity } from '../lib/oddity.ts';
import { Failure } from '../ports/failure.ts';
import type { Actor, Entry, Journal, Recorded } from '../ports/journal.ts';
import type { Log } from '../ports/log.ts';

export interface JournalOptions {
  /** Without one, nothing is written down. */
  readonly path: string | undefined;
  /** The process that writes, as it is to be told apart from others. */
  readonly run: string;
  /** What the operator calls the hosts that share the addresses. */
  readonly cluster?: string | undefined;
  /** Who has things done. Asked once, when something is written. */
  readonly who?: (() => Actor) | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

export interface ReadableJournal extends Journal {
  /** Where it is, if it is anywhere. */
  readonly path: string | undefined;
  /** Oldest first; what makes no sense is left out. Throws `config` where the file cannot be read. */
  entries(): readonly Recorded[];
}

const limits = { maxBytes: 5 * 1024 * 1024, keep: 4 };

/** `journal.jsonl`: one JSON object a line. A journal that cannot be written stops nobody. */
export function openJournal(options: JournalOptions): ReadableJournal {
  const { path, run, cluster, who, now, log } = options;
  const file = openLineFile(path, { ...limits, log });
  let isBroken = false;
  let actor: Actor | undefined;
  return {
    path,
    append(entry: Entry) {
      const at = new Date(now()).toISOString();
      try {
        actor ??= who?.();
        file.append(printable(JSON.stringify({ at, run, cluster, who: actor, ...entry })));
        isBroken = false;
      } catch (error) {
        // Once is enough for all entries of a run.
        if (isBroken) return;
        isBroken = true;
        log.warn({ path, reason: String(error) }, 'cannot write the journal');
      }
    },
    entries: () => linesOf(file, path).flatMap(parseEntry),
  };
}

function linesOf(file: LineFile, path: string | undefined): readonly string[] {
  try {
    return file.lines();
  } catch (error) {
    const [why, hint] =
      error instanceof Oddity
        ? [error.why, 'Remove it, and floatip begins another one']
        : [errnoOf(error), 'Run it as a user who may read it, such as root'];
    throw new Failure('config', `Cannot read the journal ${path}: ${why}`, { hint, cause: error });
  }
}

const types: ReadonlySet<unknown> = new Set([
  'event',
  'unheard',
  'trigger',
  'claim',
  'write',
  'outcome',
  'contested',
  'warning',
  'undelivered',
]);

function parseEntry(line: string): Recorded[] {
  const value = parseJson(line);
  return isRecorded(value) ? [value] : [];
}

/** Whoever wrote the type of an entry wrote the rest of it in the same go. */
function isRecorded(value: unknown): value is Recorded {
  return isRecord(value) && types.has(value['type']) && typeof value['at'] === 'string';
}
