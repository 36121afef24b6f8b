import { learnIps } from '../app/learn-ips.ts';
import { checkNode, needsIps, selectAddresses } from '../app/select.ts';
import type { Session } from '../app/session.ts';
import { likelyClouds } from '../config/likely-clouds.ts';
import { defaultConfigPath } from '../config/load.ts';
import { cloudOf } from '../core/address.ts';
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
  const { config, env, clouds } = session;
  const named = provider ?? (kind === undefined ? undefined : cloudOf(kind));
  const likely = named === undefined ? likelyClouds(config, env, clouds) : [named];
  const listedIn = config.path ?? `${defaultConfigPath}, which does not exist`;
  const sought = { wanted, listedIn, clouds, likely, kind, provider };
  const deadlineMs = timeout ?? config.timing.deadlineMs;
  const configured = needsIps({ ...sought, configured: config.addresses })
    ? await learnIps(config.addresses, deadlineMs, session)
    : config.addresses;
  return { addresses: await selectAddresses({ ...sought, configured }), deadlineMs };
}

/** Throws `usage` where the id of a node is none in the clouds of the addresses. */
export function checkNodeOf(
  node: string | undefined,
  addresses: readonly Address[],
  session: Session,
): void {
  if (node === undefined) return;
  const clouds = new Set(addresses.map(({ cloud }) => session.clouds.described(cloud)));
  checkNode(node, [...clouds], (name) => idsOf(name, session));
}

/** The ids of the nodes that the journal knows by a name. It is read only to help. */
function idsOf(name: string, { journal }: Session): readonly string[] {
  try {
    const outcomes = journal.entries().filter((entry) => entry.type === 'outcome');
    const known = outcomes.flatMap(({ names }) => Object.entries(names));
    return [...new Set(known.flatMap(([id, its]) => (its === name ? [id] : [])))];
  } catch (error) {
    if (isFailure(error)) return [];
    throw error;
  }
}
