import type { Report } from '../app/command.ts';
import { checkNode, selectAddresses } from '../app/select.ts';
import type { Session } from '../app/session.ts';
import { likelyProvider } from '../config/likely-provider.ts';
import { providerOf } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import { exitCodeOfResults } from '../core/outcome.ts';
import type { Context } from './context.ts';
import { withSession } from './open.ts';
import type { WorkOptions } from './options.ts';
import { printReport, tellingFailures } from './print-report.ts';

export interface Work {
  /** Names or IPs, as the operator wrote them. */
  readonly wanted: readonly string[];
  readonly options: WorkOptions;
  readonly context: Context;
  /** The id of a node that the operator named. */
  readonly node?: string | undefined;
}

export interface WorkOrder {
  readonly addresses: readonly Address[];
  readonly deadlineMs: number;
}

/** Runs a command that does something to addresses, prints what came of it, sets the exit code. */
export async function runWork(
  { wanted, options, context, node }: Work,
  work: (order: WorkOrder, session: Session) => Promise<Report>,
): Promise<void> {
  const { io, finish } = context;
  const json = options.json === true;
  await tellingFailures({ json, io }, () =>
    withSession(options, io, async (session) => {
      const order = orderOf(wanted, options, session);
      if (node !== undefined) checkNode(node, order.addresses);
      const report = await work(order, session);
      printReport(report, { json, io });
      finish(exitCodeOfResults(report.results));
    }),
  );
}

/** What the words and options of a command line mean, given the config. */
export function orderOf(
  wanted: readonly string[],
  { timeout, provider, kind }: WorkOptions,
  { config, env }: Session,
): WorkOrder {
  const addresses = selectAddresses({
    wanted,
    configured: config.addresses,
    provider: provider ?? (kind === undefined ? likelyProvider(config, env) : providerOf(kind)),
    kind,
  });
  return { addresses, deadlineMs: timeout ?? config.timing.deadlineMs };
}
