import { situationOf } from '../../app/status.ts';
import type { Attached, Situation } from '../../app/status.ts';
import type { Address } from '../../core/address.ts';
import type { Notice } from '../../core/warning.ts';
import { version } from '../../lib/version.ts';
import { isFailure } from '../../ports/failure.ts';
import type { ReloadableWatcher } from '../reloadable-watcher.ts';
import { isAlive, troubles, watchedStatus } from '../watched-status.ts';
import type { WatchedStatus } from '../watched-status.ts';
import type { Watcher } from '../watcher.ts';
import type { AddressLook, Failover, Look, Problem } from './look.ts';
import { problemsOf } from './problems.ts';

export interface TakeLookOptions {
  readonly reloadable: ReloadableWatcher;
  readonly review: () => readonly Notice[];
  readonly lacks: readonly string[];
  readonly failovers: readonly Failover[];
}

/** What there is to show now. Asks no cloud. */
export function takeLook({ reloadable, review, lacks, failovers }: TakeLookOptions): Look {
  const { watcher, session } = reloadable;
  const { clock, config } = session;
  const now = clock.now();
  const { extrasOf } = situationOf(session);
  const addresses = watchedStatus(watcher, session).map((status, index) =>
    lookAt(status, { address: watcher.addresses[index], watcher, extrasOf, now }),
  );
  return {
    at: clock.wall(),
    cluster: config.cluster,
    host: hostOf(watcher),
    version,
    addresses,
    failovers,
    problems: [
      ...problemsOf(addresses),
      ...cloudProblems(watcher, addresses),
      ...ownProblems(reloadable, lacks),
      ...review().map(({ message, hint }) => ({ message, hint, names: [] })),
    ],
  };
}

interface Seen {
  readonly address: Address | undefined;
  readonly watcher: Watcher;
  readonly extrasOf: Situation['extrasOf'];
  readonly now: number;
}

function lookAt({ ageMs, ...status }: WatchedStatus, seen: Seen): AddressLook {
  const { address, watcher, now } = seen;
  const read = ageMs === null ? undefined : { ageMs, at: Math.round(now - ageMs) };
  if (address === undefined) return { ...status, read };
  const attached = attachedTo(address, seen);
  const look = { ...status, read, ...(attached === undefined ? {} : { attached }) };
  const taking = watcher.takingOver(address);
  if (taking === undefined) return look;
  const { cause, startedAt } = taking;
  return { ...look, taking: { cause, ms: Math.round(now - startedAt) } };
}

function attachedTo(address: Address, { watcher, extrasOf }: Seen): Attached | undefined {
  const reading = watcher.readingCache.of(address)?.latest;
  if (reading === undefined || isFailure(reading)) return undefined;
  return extrasOf(address, reading).attached;
}

function hostOf(watcher: Watcher): string | undefined {
  const clouds = new Set(watcher.addresses.map(({ cloud }) => cloud));
  const nodes = [...clouds].flatMap((cloud) => {
    const node = watcher.nodeIn(cloud);
    return node === undefined ? [] : [`node ${node} (${cloud})`];
  });
  return nodes.length === 0 ? undefined : nodes.join(', ');
}

/** What is said of each of its addresses need not be said of the cloud as well. */
function cloudProblems(watcher: Watcher, addresses: readonly AddressLook[]): readonly Problem[] {
  const known = new Set(
    addresses.flatMap(({ owner }) => (owner.state === 'unknown' ? [owner.error.message] : [])),
  );
  return troubles(watcher)
    .filter((trouble) => ![...known].some((message) => trouble.endsWith(message)))
    .filter((trouble) => !trouble.endsWith(': not read yet'))
    .map((trouble) => ({ message: `Cannot read who holds the addresses: ${trouble}`, names: [] }));
}

function ownProblems(
  { watcher, session }: ReloadableWatcher,
  lacks: readonly string[],
): readonly Problem[] {
  const { instead } = session.config;
  const problems: (Notice | false)[] = [
    instead !== undefined && {
      message: instead,
      hint: 'Correct it, and see with: floatip config check',
    },
    watcher.addresses.length === 0 && {
      message: 'Nothing is watched: no address has follow, as in follow: VI_1',
      hint: 'Put follow back into the config, and reload the watcher',
    },
    !isAlive(watcher, session) && {
      message: 'The watcher hangs: it has not looked at a cloud for too long',
      hint: 'Restart it: systemctl restart floatip',
    },
    lacks.length > 0 && {
      message: `The watcher does without something: ${lacks.join(', ')}`,
      hint: 'Make room in the runtime folder, or make it writable, and restart the watcher',
    },
  ];
  return problems.flatMap((problem) => (problem === false ? [] : [{ ...problem, names: [] }]));
}
