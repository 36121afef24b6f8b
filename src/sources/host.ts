import { networkInterfaces } from 'node:os';

import { normaliseIp } from '../core/ip.ts';
import { createOrders, hasEnded, isAlive, ownStart } from '../lib/process-start.ts';
import type { Host } from '../ports/host.ts';
import type { Sending } from '../ports/provider.ts';
import { keepalivedAbove, keepalivedAt } from './keepalived-process.ts';

/** The host as the kernel tells of it. */
export function thisHost(): Host {
  const start = ownStart();
  const orderNow = createOrders(start.pid);
  return { start, orderNow, isAlive, hasEnded, keepalivedAbove, keepalivedAt, hasIp, announce };
}

/** Loaded when it is needed: most hosts announce nothing. */
async function announce(ip: string, interfaceName: string, sending: Sending): Promise<void> {
  const { arping } = await import('../lib/arping.ts');
  sending.beforeSend();
  await arping(ip, interfaceName, sending.signal);
}

function hasIp(ip: string): boolean {
  for (const addresses of Object.values(networkInterfaces())) {
    if (addresses?.some(({ address }) => normaliseIp(address) === ip) === true) return true;
  }
  return false;
}
