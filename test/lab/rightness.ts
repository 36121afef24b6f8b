import type { Lab } from './lab.ts';
import { monotonicMs } from './monotonic.ts';
import type { Places } from './scenario.ts';
import { instanceOf } from './setup.ts';

/** Keeps an eye on whether every address is where it belongs. */
export interface Rightness {
  /** Since when all has been right, without a break. Of `monotonicMs`. */
  sinceMs(): number | undefined;
  stop(): void;
}

export function watchRightness(lab: Lab, places: Places): Rightness {
  let sinceMs: number | undefined;
  const stop = lab.pulse.watch(() => {
    sinceMs = isRight(lab, places) ? (sinceMs ?? monotonicMs()) : undefined;
  });
  return { sinceMs: () => sinceMs, stop };
}

/** Whether the true masters have the addresses: in the cloud's books, and for the client. */
export function isRight(lab: Lab, places: Places): boolean {
  const { cloud, client } = lab;
  const answers = lab.scenario.addresses.every(
    ({ ip, follow }) => client.latest(ip)?.by === places.get(follow),
  );
  return answers && areOnlyMasters(lab, places) && areOwners(lab, places) && !cloud.isMoving();
}

export function areOwners({ scenario, cloud }: Lab, places: Places): boolean {
  return scenario.addresses.every((address) => cloud.owner(address) === places.get(address.follow));
}

/** By what keepalived has put on the interfaces. */
export function areOnlyMasters({ scenario, host }: Lab, places: Places): boolean {
  return scenario.instances.every(({ name, hosts }) =>
    hosts.every((one) => host(one).isMaster(name) === (one === places.get(name))),
  );
}

/** The latest moment at which the client asked for each address and got an answer, of the slowest. */
export function answeredMs({ scenario, client }: Lab): number {
  return Math.min(...scenario.addresses.map(({ ip }) => client.latest(ip)?.beganMs ?? 0));
}

/** Addresses of an instance, for a message. */
export function describePlaces(places: Places, lab: Lab): string {
  return [...places]
    .map(([name, host]) => {
      const own = lab.scenario.addresses.filter(
        (address) => instanceOf(address, lab.scenario).name === name,
      );
      return `${host} is the only master of ${name} and has ${own.map(({ ip }) => ip).join(', ')}`;
    })
    .join('; ');
}
