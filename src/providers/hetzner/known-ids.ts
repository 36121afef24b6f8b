import type { BootCache } from '../../lib/files/boot-cache.ts';
import { isRecord } from '../../lib/json.ts';
import type { FloatingIpAddress } from './address.ts';
import { isHetznerId } from './ids.ts';
import { networkOf } from './network.ts';
import type { FloatingIp } from './schema.ts';

/**
 * The ids of floating IPs: every request but a list names one by its id. What was listed once in this boot is
 * known to the runs that follow, so that none of them has to look before it writes.
 */
export interface KnownIds {
  /** That of the config, else the one that was found. */
  idOf(address: FloatingIpAddress): string | undefined;
  /** All of a list at once: what is known is written down as a whole. */
  learn(found: Iterable<readonly [FloatingIpAddress, FloatingIp]>): void;
  /** What was found is no longer right. */
  forget(address: FloatingIpAddress): void;
}

export function createKnownIds(cache: BootCache, endpoint: string): KnownIds {
  const key = `hetzner ${endpoint} floating IPs`;
  const known = new Map<string, string>();
  const recall = (): void => {
    const facts = cache.get(key);
    if (!isRecord(facts)) return;
    for (const [network, id] of Object.entries(facts)) {
      if (typeof id === 'string' && isHetznerId(id)) known.set(network, id);
    }
  };
  let isRecalled = false;
  const idIn = (network: string): string | undefined => {
    if (!isRecalled) recall();
    isRecalled = true;
    return known.get(network);
  };
  const keep = (): void => cache.set(key, Object.fromEntries(known));

  return {
    idOf(address) {
      const network = networkKeyOf(address);
      return address.id ?? (network === undefined ? undefined : idIn(network));
    },
    learn(found) {
      let isNews = false;
      for (const [address, { id }] of found) {
        const network = networkKeyOf(address);
        if (address.id !== undefined || network === undefined || idIn(network) === id) continue;
        known.set(network, id);
        isNews = true;
      }
      if (isNews) keep();
    },
    forget(address) {
      if (known.delete(networkKeyOf(address) ?? '')) keep();
    },
  };
}

function networkKeyOf({ ip }: FloatingIpAddress): string | undefined {
  return ip === undefined ? undefined : networkOf(ip);
}
