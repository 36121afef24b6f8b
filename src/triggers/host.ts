import { findForeignProcesses } from '../lib/processes/foreign-process.ts';
import { hookStart, isAlive, ownStart, tickMs } from '../lib/processes/process-start.ts';
import { systemClock } from '../lib/time/clock.ts';
import { kernelTime } from '../lib/time/kernel-time.ts';
import { createOrders } from '../lib/time/orders.ts';
import { createProcessClock } from '../lib/time/process-clock.ts';
import type { Host } from '../ports/host.ts';
import { createLookAtIps } from './interface-ips.ts';
import { keepalivedAbove, keepalivedAt } from './keepalived-process.ts';
import { answerByOneLook } from './one-look.ts';
import { createTellerSight } from './teller-sight.ts';

/** The host as the kernel tells of it, and the id of the hook that this process runs for, where there is one. */
export function thisHost(hookPid?: string): Host {
  const start = ownStart();
  let clock: (() => number) | undefined;
  // A hook seldom needs it.
  const ticks = (): number => (clock ??= createProcessClock(kernelTime()))();
  const ips = createLookAtIps();
  const processes = findForeignProcesses();
  const hasIp = answerByOneLook(ips, systemClock.now);
  return {
    start,
    hookStart: () => hookStart(hookPid),
    ticks,
    ticksAt: (wallMs) => ticksAt(wallMs, ticks()),
    orderNow: createOrders(start.pid, ticks),
    isAlive,
    hasEnded: processes.hasEnded,
    keepalivedAbove,
    keepalivedAt,
    ...createTellerSight(processes),
    ips,
    hasIp,
    announce: async (ip, interfaceName, sending) => {
      // Loaded when it is needed: most hosts announce nothing.
      const { arping } = await import('../lib/host/arping.ts');
      await arping({ ip, interfaceName, sending, isHere: () => hasIp(ip) });
    },
    putIp: async (ip, interfaceName) =>
      await (await import('../lib/host/ip-command.ts')).putIp({ ip, interfaceName }),
    takeOffIp: async (ip, interfaceName) =>
      await (await import('../lib/host/ip-command.ts')).takeOffIp({ ip, interfaceName }),
  };
}

/** The wall clock may have been set since. */
function ticksAt(wallMs: number, now: number): number {
  const ago = Math.max(0, Math.ceil((Date.now() - wallMs) / tickMs));
  return Math.max(0, now - ago);
}
