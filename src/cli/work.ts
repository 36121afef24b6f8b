import type { Order, Report } from '../app/command.ts';
import type { Session } from '../app/session.ts';
import { exitCodeOfResults } from '../core/outcome.ts';
import { Failure } from '../ports/failure.ts';
import type { Context } from './context.ts';
import { withSession } from './open.ts';
import type { HandOptions, WorkOptions } from './options.ts';
import { explainFailure } from './print/explain.ts';
import { createForewarner } from './print/forewarn.ts';
import { isProbed } from './print/is-probed.ts';
import type { Verb } from './print/outlook.ts';
import { printReport } from './print/print-report.ts';
import { tellingFailures } from './print/telling-failures.ts';
import { checkNodeOf, orderOf } from './work-order.ts';
import type { WorkOrder } from './work-order.ts';

export interface Work<Options = WorkOptions> {
  /** Names or IPs, as the operator wrote them. */
  readonly wanted: readonly string[];
  readonly options: Options;
  readonly context: Context;
}

export interface HandWork extends Work<HandOptions> {
  readonly verb: Verb;
  /** The id of a node that the operator named. */
  readonly node: string | undefined;
}

type Warned = WorkOrder & Required<Pick<Order, 'forewarn'>>;

/** Runs a command that does something to addresses, prints what came of it, sets the exit code. */
export async function runWork(
  handWork: HandWork,
  work: (order: Warned, session: Session) => Promise<Report>,
): Promise<void> {
  const { options, context, node } = handWork;
  const { io, finish } = context;
  const json = options.json === true;
  const { forewarn, isTold } = createForewarner(options.config, io);
  await tellingFailures({ json, io }, async () => {
    const wanted = await meant(handWork);
    if (wanted === undefined) {
      const { callOff } = await import('./call-off.ts');
      callOff(context, json ? { self: null, results: [] } : undefined);
      return;
    }
    await withSession(options, io, async (session) => {
      const order = await orderOf(wanted, options, session);
      checkNodeOf(node, order.addresses, session);
      const report = await work({ ...order, forewarn }, session);
      const printing = { json, io, config: options.config, isTold };
      if (isProbed(session)) {
        const { printProbed } = await import('./print/print-probed.ts');
        await printProbed(report, session, printing);
      } else printReport(report, printing);
      finish(exitCodeOfResults(report.results));
    });
  });
}

/** The addresses that are meant, none for all of the config; `undefined` where the operator thinks better of it. */
async function meant({
  wanted,
  options,
  context,
  verb,
  node,
}: HandWork): Promise<readonly string[] | undefined> {
  const { all, dryRun } = options;
  if (all === true && wanted.length > 0) {
    throw new Failure('usage', '--all is for all addresses of the config, and some are named', {
      hint: `Leave one of the two out: floatip ${verb} --all, or floatip ${verb} ${wanted.join(' ')}`,
    });
  }
  if (wanted.length > 0 || all === true) return wanted;
  if (dryRun) {
    const message = `Without a name, this is for all addresses: ${verb} itself asks first, or wants --all`;
    context.io.stderr.write(explainFailure({ message }));
    return wanted;
  }
  const { confirmAll } = await import('./confirm.ts');
  return await confirmAll({ verb, options, node, io: context.io });
}
