import { hearUnheard } from '../../app/hear-unheard.ts';
import type { Io } from '../../app/io.ts';
import { loadConfig } from '../../config/load.ts';
import { jsonVersion } from '../../core/json-version.ts';
import { dayOf, timeOf } from '../../core/local-time.ts';
import { plainLine, printable } from '../../core/plain-text.ts';
import type { Notice } from '../../core/warning.ts';
import { asFailure } from '../../ports/failure.ts';
import type { Recorded } from '../../ports/journal.ts';
import { seeConfig, withJournal } from '../open.ts';
import type { OpenedJournal } from '../open.ts';
import type { CommonOptions } from '../options.ts';
import { sentenceOf } from '../print/history-sentence.ts';
import { printWarnings } from '../print/print-report.ts';

export interface HistoryOptions extends CommonOptions {
  readonly json?: true;
  /** Milliseconds. */
  readonly since?: number;
}

/** Prints the journal, for people or for programs. */
export async function runHistory(options: HistoryOptions, io: Io): Promise<void> {
  await withJournal(options, io, async (opened) => {
    const { journal, clock } = opened;
    await hearUnheard(opened);
    const from = options.since === undefined ? -Infinity : clock.wall() - options.since;
    const entries = journal.entries().filter(({ at }) => Date.parse(at) >= from);
    if (entries.length === 0) {
      const since = from === -Infinity ? '' : ` since ${new Date(from).toISOString()}`;
      const where = journal.path ?? 'a journal, as nothing is kept';
      io.stderr.write(`${plainLine(`floatip: There are no entries in ${where}${since}`)}\n`);
    }
    const lines =
      options.json === true
        ? entries.map((entry) => printable(JSON.stringify({ version: jsonVersion, ...entry })))
        : readable(entries, dayOf(clock.wall()));
    for (const line of lines) io.stdout.write(`${line}\n`);
    printWarnings(await whatElse(opened, options, io), io);
  });
}

/**
 * A line an entry, but for what only a program wants to know. The first line of each day has the day
 * in front, and so has every line of a day that is not today.
 */
/** What a config knows that cannot be used any more must not keep the journal from being read. */
async function whatElse(
  opened: OpenedJournal,
  { config: path }: HistoryOptions,
  { env, clouds }: Io,
): Promise<readonly Notice[]> {
  try {
    const config = await loadConfig({ path, env, clouds });
    const { whatIsElsewhere } = await import('../../app/elsewhere.ts');
    return whatIsElsewhere({ ...opened, env, config });
  } catch (error) {
    const { message } = asFailure(error);
    return [{ message, hint: seeConfig }];
  }
}

function readable(entries: readonly Recorded[], today: string): readonly string[] {
  let latest: string | undefined;
  return entries.flatMap((entry) => {
    const text = sentenceOf(entry);
    if (text === undefined) return [];
    const at = Date.parse(entry.at);
    const itsDay = dayOf(at);
    const isPlain = itsDay === today && itsDay === latest;
    latest = itsDay;
    return [plainLine(`${isPlain ? '' : `${itsDay} `}${timeOf(at)} ${text}`)];
  });
}
