import type { Report } from '../app/command.ts';
import { learnIps } from '../app/learn-ips.ts';
import { checkNode, needsIps, selectAddresses } from '../app/select.ts';
import type { Session } from '../app/session.ts';
import { likelyProviders } from '../config/likely-providers.ts';
import { defaultConfigPath } from '../config/load.ts';
import { providerOf } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import { exitCodeOfResults } from '../core/outcome.ts';
import { isFailure } from '../ports/failure.ts';
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
      const order = await orderOf(wanted, options, session);
      if (node !== undefined) checkNode(node, order.addresses, (name) => idsOf(name, session));
      const report = await work(order, session);
      printReport(report, { json, io, config: options.config });
      finish(exitCodeOfResults(report.results));
    }),
  );
}

/** What the words and options of a command line mean, given the config. */
export async function orderOf(
  wanted: readonly string[],
  { timeout, provider, kind }: WorkOptions,
  session: Session,
): Promise<WorkOrder> {
  const { config, env } = session;
  const named = provider ?? (kind === undefined ? undefined : providerOf(kind));
  const providers = named === undefined ? likelyProviders(config, env) : [named];
  const listedIn = config.path ?? `${defaultConfigPath}, which does not exist`;
  const selection = { wanted, listedIn, configured: config.addresses, providers, kind, provider };
  const deadlineMs = timeout ?? config.timing.deadlineMs;
  const configured = needsIps(selection)
    ? await learnIps(config.addresses, deadlineMs, session)
    : config.addresses;
  return { addresses: selectAddresses({ ...selection, configured }), deadlineMs };
}

/** The ids of the nodes that the journal knows by a name. It is read only to help. */
function idsOf(name: string, { journal }: Session): readonly string[] {
  try {
    const outcomes = journal.entries().filter((entry) => entry.type === 'outcome');
    const known = outcomes.flatMap(({ names }) => Object.entries(names));
    return [...new Set(known.flatMap(([id, its]) => (its === name ? id : [])))];
  } catch (error) {
    if (isFailure(error)) return [];
    throw error;
  }
}
