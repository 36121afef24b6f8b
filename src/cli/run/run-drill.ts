import { drillReport } from '../../app/drill/drill-report.ts';
import type { DrillReport, Rehearsal } from '../../app/drill/drill-report.ts';
import { drill } from '../../app/drill/drill.ts';
import { createEar } from '../../app/drill/ear.ts';
import type { AddressDrill, MovesOrder } from '../../app/drill/moves.ts';
import { survey } from '../../app/drill/survey.ts';
import type { DrillPlan } from '../../app/drill/survey.ts';
import type { Io } from '../../app/io.ts';
import type { Session } from '../../app/session.ts';
import { labelOf } from '../../core/address.ts';
import type { Address } from '../../core/address.ts';
import { exitCodeOf, exitCodes } from '../../core/outcome.ts';
import { version } from '../../lib/version.ts';
import { Failure } from '../../ports/failure.ts';
import { callOff } from '../call-off.ts';
import type { Context } from '../context.ts';
import { isAgreed, needAgreement } from '../drill/agree.ts';
import { drillEmbedded, rehearse } from '../drill/embedded.ts';
import { wayBack } from '../drill/way-back.ts';
import { withSession } from '../open.ts';
import type { WorkOptions } from '../options.ts';
import { drillLines, moveLine } from '../print/drill-lines.ts';
import { explainFailure, subjectOf } from '../print/explain.ts';
import { printJson } from '../print/print-report.ts';
import { checkNodeOf, orderOf } from '../work-order.ts';

export interface DrillOptions extends WorkOptions {
  readonly to?: string;
  readonly rounds: number;
  readonly simulate?: true;
  readonly yes?: true;
  readonly all?: true;
  readonly full?: true;
}

/** Does the same on the embedded cloud first, to hold the real one against. */
export type Rehearse = (
  addresses: readonly Address[],
  deadlineMs: number,
  io: Io,
) => Promise<Rehearsal>;

/** Moves addresses to and fro, prints what was measured, and where an address is that was not brought back. */
export async function runDrill(drilling: Drilling): Promise<void> {
  const { wanted, options, context } = drilling;
  refuseUnnamed(wanted, options, context.io);
  if (options.simulate === true) await runSimulated(wanted, options, context);
  else await runReal(drilling);
}

export interface Drilling {
  readonly wanted: readonly string[];
  readonly options: DrillOptions;
  readonly context: Context;
  /** Without it, {@link rehearse}. */
  readonly rehearsing?: Rehearse;
}

/** In a script, a variable that is empty must not mean all. */
function refuseUnnamed(wanted: readonly string[], { all, simulate }: DrillOptions, io: Io): void {
  if (all === true && wanted.length > 0) {
    throw new Failure('usage', '--all is for all addresses of the config, and some are named', {
      hint: 'Leave one of the two out',
    });
  }
  if (wanted.length > 0 || all === true || simulate === true) return;
  if (io.terminal?.isThere() === true) return;
  const message = 'Without a name, a drill is for every address of the config';
  throw new Failure('usage', message, { hint: 'Name those that are meant, or say --all' });
}

async function runReal({
  wanted,
  options,
  context,
  rehearsing = rehearse,
}: Drilling): Promise<void> {
  const { io } = context;
  const { rounds, to } = options;
  const agreement = { rounds, isGiven: options.yes === true };
  needAgreement(agreement, io);
  const ear = createEar();
  await withSession({ ...options, listen: ear.listen }, io, async (session) => {
    const { addresses, deadlineMs } = await orderOf(wanted, options, session);
    checkNodeOf(to, addresses, session);
    const plans = await survey({ addresses, to, deadlineMs }, session);
    if (!(await isAgreed(plans, agreement, io))) {
      callOff(context, options.json === true ? {} : undefined);
      return;
    }
    const rehearsal = await rehearsing(addresses, deadlineMs, io);
    const drills = await drill(plans, orderFor(options, deadlineMs, io), session);
    const report = drillReport(drills, { rounds, ear, rehearsal, isFull: options.full === true });
    conclude({ report, drills }, options, context);
  });
}

/** Of the clouds and kinds that are named, in the config or on the command line; else of all. */
async function runSimulated(
  wanted: readonly string[],
  options: DrillOptions,
  context: Context,
): Promise<void> {
  const { io } = context;
  const { rounds } = options;
  const meant = wanted.length === 0 ? undefined : await addressesOf(wanted, options, io);
  const named = options.provider === undefined ? io.clouds.names : [options.provider];
  const clouds = meant === undefined ? named : meant.map(({ cloud }) => cloud);
  const kinds = meant === undefined ? undefined : new Set(meant.map(({ kind }) => kind));
  const deadlineMs = options.timeout ?? simulatedDeadlineMs;
  const order = { ...orderFor(options, deadlineMs, io), clouds, kinds };
  const { drills, ear, skipped } = await drillEmbedded(order, io);
  for (const { message, hint } of skipped) io.stderr.write(explainFailure({ message, hint }));
  const report = drillReport(drills, { rounds, ear, rehearsal: undefined, isFull: true });
  conclude({ report, drills }, options, context);
}

const simulatedDeadlineMs = 60_000;

async function addressesOf(
  wanted: readonly string[],
  options: DrillOptions,
  io: Io,
): Promise<readonly Address[]> {
  let addresses: readonly Address[] = [];
  await withSession(options, io, async (session: Session) => {
    ({ addresses } = await orderOf(wanted, options, session));
  });
  return addresses;
}

function orderFor({ rounds, json }: DrillOptions, deadlineMs: number, { stderr }: Io): MovesOrder {
  const onMove: MovesOrder['onMove'] = (plan, move) => {
    if (json !== true) stderr.write(`${moveLine(plan, move, rounds)}\n`);
  };
  return { rounds, deadlineMs, onMove };
}

interface Done {
  readonly report: DrillReport;
  readonly drills: readonly AddressDrill[];
}

function conclude({ report, drills }: Done, options: DrillOptions, context: Context): void {
  const { io, finish } = context;
  if (options.json === true) printJson({ floatip: version, ...report }, io);
  else io.stdout.write(drillLines(report));
  const ended = drills.find(({ failure }) => failure !== undefined);
  if (ended?.failure === undefined) {
    finish(exitCodes.ok);
    return;
  }
  tellEnding(ended, ended.failure, { options, io });
  finish(exitCodeOf(ended.failure.class));
}

interface Telling {
  readonly options: DrillOptions;
  readonly io: Io;
}

/** What ended it, and in a line of its own what to do about where the address is. */
function tellEnding(ended: AddressDrill, failure: Failure, { options, io }: Telling): void {
  const { plan, moves } = ended;
  const subject = subjectOfPlan(plan);
  const last = moves.at(-1);
  const when =
    last === undefined ? '' : ` (round ${last.round}, on the way ${wayText(plan, last.to)})`;
  const { message, hint } = failure;
  io.stderr.write(explainFailure({ message: `${message}${when}`, hint }, subject));
  io.stderr.write(explainFailure(wayBack(ended, options), subject));
}

function wayText({ home, away }: DrillPlan, to: 'away' | 'home'): string {
  return to === 'away' ? `to ${away.node}` : `back to ${home.node}`;
}

function subjectOfPlan({ address }: DrillPlan): string {
  return subjectOf({ name: address.name, ip: address.ip ?? labelOf(address) });
}
