import { learnIps } from '../app/learn-ips.ts';
import { needsIps, selectAddresses } from '../app/select.ts';
import type { Session } from '../app/session.ts';
import { likelyProviders } from '../config/likely-providers.ts';
import { defaultConfigPath } from '../config/load.ts';
import { providerOf } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import { isFailure } from '../ports/failure.ts';
import type { WorkOptions } from './options.ts';

export interface WorkOrder {
  readonly addresses: readonly Address[];
  readonly deadlineMs: number;
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
export function idsOf(name: string, { journal }: Session): readonly string[] {
  try {
    const outcomes = journal.entries().filter((entry) => entry.type === 'outcome');
    const known = outcomes.flatMap(({ names }) => Object.entries(names));
    return [...new Set(known.flatMap(([id, its]) => (its === name ? [id] : [])))];
  } catch (error) {
    if (isFailure(error)) return [];
    throw error;
  }
}
