import { onTestFinished } from 'vitest';

import type { HttpAdapter } from '../../src/lib/http/http-request.ts';
import { systemClock } from '../../src/lib/time/clock.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Trigger } from '../../src/ports/trigger.ts';
import type { LeaseSettings } from '../../src/triggers/lease/lease-settings.ts';
import { openLease } from '../../src/triggers/lease/open-lease.ts';
import { createMovesBudget } from '../../src/triggers/moves-budget.ts';
import { fakeHost } from './fake-host.ts';
import { noLog } from './local-state.ts';

export interface LeaseHost {
  readonly name: string;
  readonly trigger: Trigger;
  /** What it said, and when. */
  readonly told: { readonly at: number; readonly says: string }[];
  /** Whether a write is on its way there. */
  isBusy: boolean;
}

export interface LeaseHostOptions extends Partial<LeaseSettings> {
  readonly endpoints: readonly string[];
  readonly clock?: Clock;
  readonly adapter?: HttpAdapter;
  readonly random?: () => number;
}

export const settings = {
  ttlMs: 3000,
  prefix: '/floatip/',
  tls: {},
  login: undefined,
  prefer: 100,
  nopreempt: false,
  movesPerMinute: 6,
  failsafe: false,
  peers: [],
  track: undefined,
} as const;

/** A host that takes part in the election for lease web. */
export function joinElection(name: string, options: LeaseHostOptions): LeaseHost {
  const { clock = systemClock, adapter, random = () => 0.5, ...rest } = options;
  const network = adapter === undefined ? {} : { adapter };
  const tools = { clock, random, host: fakeHost({ ticks: 1, pid: 1 }), log: noLog, env: {} };
  const trigger = openLease({
    follow: { lease: 'web' },
    settings: { ...settings, ...rest, host: name },
    tools: { ...tools, ...network },
    moves: createMovesBudget(clock),
    shared: { sessions: new Map(), looks: new Map() },
    isToWatch: true,
  });
  const host: LeaseHost = { name, trigger, told: [], isBusy: false };
  trigger.start({
    onChange: () => void host.told.push({ at: clock.now(), says: trigger.word().says }),
    isBusy: () => host.isBusy,
    onBug: (error) => {
      throw error;
    },
  });
  return host;
}

/** Has it leave with the test, on the clock of everybody. */
export function leavesWithTest(host: LeaseHost): LeaseHost {
  onTestFinished(() => host.trigger.close());
  return host;
}

export function holders(hosts: readonly LeaseHost[]): readonly string[] {
  return hosts.filter(({ trigger }) => trigger.word().says === 'hold').map(({ name }) => name);
}
