import { roleAfter } from '../../src/core/vrrp.ts';
import type { EventState } from '../../src/core/vrrp.ts';
import type { Host } from './host.ts';
import type { Lab } from './lab.ts';

/**
 * On a busy machine the cloud sees a request so much later than it was handed to the kernel, and the journal gets an
 * event so much later than the request that it led to: a watcher asks the cloud first.
 */
const slackMs = 100;

/** Throws where a host has asked for an address after it had written down that it is not MASTER. */
export function refuseWritesOutOfRole({ scenario, host, cloud }: Lab, sinceMs: number): void {
  for (const { atMs, by, address } of cloud.takings(sinceMs)) {
    const follow = scenario.addresses.find(({ ip, id }) => [ip, id].includes(address))?.follow;
    const told = toldAround(host(by), follow, atMs);
    if (told.length === 0 || told.some((role) => roleAfter(role) === 'MASTER')) continue;
    const when = new Date(atMs).toISOString();
    throw new Error(
      `${by} asked for ${address} at ${when}, and had been told ${told.at(-1)} of ${follow}`,
    );
  }
}

/** What a host was told of an instance, at any moment when its request may have left. */
function toldAround(host: Host, name: string | undefined, atMs: number): EventState[] {
  const told = host
    .journal(0)
    .filter((line) => line.type === 'event' && line.name === name)
    .map(({ at, run, state }) => ({
      ms: Date.parse(at),
      // A hook that gets to run late tells of something older.
      ticks: Number.parseInt(run, 10),
      state: state as EventState,
    }))
    .filter(({ ms }) => ms <= atMs + slackMs);
  const moments = told.filter(({ ms }) => ms >= atMs - slackMs).map(({ ms }) => ms);
  return [atMs - slackMs, ...moments].flatMap((moment) => {
    const known = told.filter(({ ms }) => ms <= moment).toSorted((a, b) => a.ticks - b.ticks);
    return known.at(-1)?.state ?? [];
  });
}
