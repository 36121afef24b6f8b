import { roleAfter } from '../../src/core/vrrp.ts';
import type { EventState } from '../../src/core/vrrp.ts';
import type { Host } from './host.ts';
import type { Lab } from './lab.ts';

/** The cloud sees a request so much later than it was handed to the kernel, on a busy machine. */
const onTheWayMs = 100;

/** Throws where a host has asked for an address after it had written down that it is not MASTER. */
export function refuseWritesOutOfRole({ scenario, host, cloud }: Lab, sinceMs: number): void {
  for (const { atMs, by, address } of cloud.takings(sinceMs)) {
    const follow = scenario.addresses.find(({ ip, id }) => [ip, id].includes(address))?.follow;
    const role = toldBefore(host(by), follow, atMs - onTheWayMs);
    if (role === undefined || roleAfter(role) === 'MASTER') continue;
    const when = new Date(atMs).toISOString();
    throw new Error(
      `${by} asked for ${address} at ${when}, and had been told ${role} of ${follow}`,
    );
  }
}

/** What keepalived told of an instance last before a moment, as the host has written it down. */
function toldBefore(host: Host, name: string | undefined, ms: number): EventState | undefined {
  const told = host
    .journal(0)
    .filter((line) => line.type === 'event' && line.name === name && Date.parse(line.at) < ms);
  return told.at(-1)?.state as EventState | undefined;
}
