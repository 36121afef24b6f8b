import type { Address } from '../core/address.ts';
import type { AfterReport, Result } from '../core/outcome.ts';
import { shorten } from '../core/shorten.ts';
import {
  programEnvironment,
  withoutSecretVariables,
} from '../lib/processes/program-environment.ts';
import type { GroupRun } from '../lib/processes/run-group.ts';
import { withTimeout } from '../lib/time/deadline.ts';
import type { Clock } from '../ports/clock.ts';
import { Failure, isFailure } from '../ports/failure.ts';
import type { Journal } from '../ports/journal.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import { withWarning } from './with-warning.ts';

/** The program of the operator's that is run once an address is where it was to be. */

export interface AfterTools {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: Journal;
  readonly metrics: Metrics;
  /** Ends it with this process. */
  readonly signal: AbortSignal;
}

/** How long it may take. Milliseconds. */
const mostMs = 10_000;

/**
 * Runs what is to be run after a change that was read back, and tells of it in the result. Whoever holds a lock has
 * to let go of it before: nothing waits for that program, and nothing depends on it.
 */
export async function withAfter(
  address: Address,
  result: Result,
  tools: AfterTools,
): Promise<Result> {
  const { after: argv } = address;
  const isDone = result.outcome === 'moved' || result.outcome === 'released';
  if (argv === undefined || !isDone || result.error !== undefined) return result;
  const after = await run(argv, variablesOf(address, result), tools);
  tell(address, argv, { after, tools });
  const told = { ...result, after };
  return after.ok ? told : withWarning(told, `${argv[0]} after it failed: ${after.why}`);
}

async function run(
  argv: readonly string[],
  variables: Readonly<Record<string, string>>,
  { env, clock, signal: parent }: AfterTools,
): Promise<AfterReport> {
  const from = clock.now();
  const why = await reasonOf(async () => {
    const { runGroup } = await import('../lib/processes/run-group.ts');
    const onTimeout = (): Failure =>
      new Failure('transport', `it did not end within ${mostMs / 1000} s, and was ended`);
    return await withTimeout({ clock, ms: mostMs, parent, onTimeout }, (signal) =>
      runGroup(argv, {
        env: { ...withoutSecretVariables(programEnvironment(env)), ...variables },
        signal,
      }),
    );
  });
  const durationMs = Math.round(clock.now() - from);
  return why === undefined ? { ok: true, durationMs } : { ok: false, durationMs, why };
}

/** Why it did not do what it was for, as far as it says. */
async function reasonOf(start: () => Promise<GroupRun>): Promise<string | undefined> {
  try {
    const { ending, stderr } = await start();
    const said = stderr.trim() === '' ? '' : `: ${inShort(stderr)}`;
    if (ending.type === 'not-started') return `it cannot be run: ${ending.errno}`;
    if (ending.type === 'flooded') return 'it printed without end';
    if (ending.type === 'killed') return `it got ${ending.by}${said}`;
    return ending.code === 0 ? undefined : `it ended with ${ending.code}${said}`;
  } catch (error) {
    if (isFailure(error)) return error.message;
    throw error;
  }
}

function variablesOf(address: Address, result: Result): Readonly<Record<string, string>> {
  return {
    FLOATIP_ADDRESS: address.name,
    FLOATIP_IP: result.ip ?? address.ip ?? '',
    FLOATIP_FROM: result.from ?? '',
    FLOATIP_TO: result.to ?? '',
    FLOATIP_OUTCOME: result.outcome,
  };
}

interface Told {
  readonly after: AfterReport;
  readonly tools: AfterTools;
}

function tell(address: Address, [program = '']: readonly string[], { after, tools }: Told): void {
  const { log, journal, metrics } = tools;
  const { name } = address;
  metrics.ranAfter(address, after.ok);
  journal.append({ type: 'after', address: name, program, ...after });
  if (after.ok) log.info({ address: name, program, ms: after.durationMs }, 'ran what comes after');
  else log.warn({ address: name, program, reason: after.why }, 'what comes after failed');
}

const shownLength = 200;

function inShort(text: string): string {
  return shorten(text.replaceAll(/\s+/g, ' ').trim(), shownLength);
}
