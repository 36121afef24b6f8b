import { printable } from '../core/plain-text.ts';
import { errnoOf } from '../lib/files/errno.ts';
import { openLineFile } from '../lib/files/line-file.ts';
import type { LineFile } from '../lib/files/line-file.ts';
import { Oddity } from '../lib/files/oddity.ts';
import { isRecord, parseJson } from '../lib/json.ts';
import { Failure } from '../ports/failure.ts';
import type { Actor, Entry, Journal, Recorded } from '../ports/journal.ts';
import type { Log } from '../ports/log.ts';
import { writeLate } from './write-late.ts';

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
  /** Begins something after milliseconds. */
  readonly after: (ms: number, begin: () => void) => () => void;
  /** Whether this process has to be there for something else while a disk takes long to write. */
  readonly writesBeside?: boolean;
  readonly log: Log;
}

export interface ReadableJournal extends Journal {
  /** Where it is, if it is anywhere. */
  readonly path: string | undefined;
  /** Oldest first; what makes no sense is left out. Throws `config` where the file cannot be read. */
  entries(): readonly Recorded[];
  /** Writes what is yet to be written. */
  flush(): void;
}

const limits = { maxBytes: 5 * 1024 * 1024, keep: 4 };

/** `journal.jsonl`: one JSON object a line. A journal that cannot be written stops nobody. */
export function openJournal(options: JournalOptions): ReadableJournal {
  const { path, now, after, log, writesBeside = false } = options;
  let opened: LineFile | undefined;
  // When there is something to write, or to read.
  const file = (): LineFile => (opened ??= openLineFile(path, { ...limits, log }));
  const textOf = createTexts(options);
  let isBroken = false;
  const late = writeLate<Waiting>({
    after,
    write: (entries) => file().append(textOf(entries)),
    ...(writesBeside ? { writeBeside: (entries) => file().appendBeside(textOf(entries)) } : {}),
    onEnd(reason) {
      // Once is enough for all entries of a run.
      if (reason !== undefined && !isBroken) log.warn({ path, reason }, 'cannot write the journal');
      isBroken = reason !== undefined;
    },
  });
  return {
    path,
    flush: late.flush,
    append: (entry) => late.add({ ...entry, at: now() }),
    entries() {
      late.flush();
      return linesOf(file(), path).flatMap(parseEntry);
    },
  };
}

/** An entry, and when it was told: the first date that is written makes V8 read the time zone. */
type Waiting = Entry & { readonly at: number };

/** Makes a line of each. */
function createTexts({
  run,
  cluster,
  who,
}: JournalOptions): (entries: readonly Waiting[]) => string {
  let actor: Actor | undefined;
  return (entries) => {
    actor ??= who?.();
    return entries
      .map(({ at, ...entry }) => ({
        at: new Date(at).toISOString(),
        run,
        cluster,
        who: actor,
        ...entry,
      }))
      .map((entry) => JSON.stringify(entry))
      .map((line) => printable(line))
      .join('\n');
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
  'host',
  'claim',
  'write',
  'outcome',
  'contested',
  'probe',
  'warning',
  'guest',
  'after',
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
