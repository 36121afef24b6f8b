import type { Lab } from './lab.ts';
import type { Places } from './scenario.ts';

const withinMs = 8000;

/**
 * Waits until each IP that floatip puts on interfaces is on that of the host that is to have it, and on no other:
 * whoever gave way has taken it off. Throws where that does not come about.
 */
export async function guestsInPlace(lab: Lab, places: Places): Promise<void> {
  const guests = lab.scenario.addresses.filter(({ isGuest }) => isGuest === true);
  if (guests.length === 0) return;
  const areInPlace = (): boolean =>
    guests.every(({ ip, follow }) =>
      lab.hosts
        // A host that is dead or stands still takes nothing off.
        .filter((host) => host.isAlive())
        .every((host) => host.hasIp(ip) === (host.name === places.get(follow))),
    );
  const ips = guests.map(({ ip }) => ip).join(', ');
  const what = `${ips} on the interface of its master, and of nobody else`;
  await lab.pulse.until(areInPlace, { what, withinMs });
}
