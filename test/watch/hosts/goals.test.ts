import { describe, expect, it } from 'vitest';

import type { Address } from '../../../src/core/address.ts';
import type { HostHealth } from '../../../src/core/host-health.ts';
import type { EventOrder } from '../../../src/core/vrrp.ts';
import type { TriggerWord } from '../../../src/ports/trigger.ts';
import { createRoleTracker } from '../../../src/triggers/role-tracker.ts';
import type { RoleTracker } from '../../../src/triggers/role-tracker.ts';
import { rolesByGoals } from '../../../src/watch/hosts/goals.ts';
import type { Goal } from '../../../src/watch/hosts/goals.ts';
import { eventsIn } from '../../support/local-state.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const address: Address = {
  name: 'a',
  cloud: 'hetzner',
  kind: 'hetzner-floating-ip',
  ip: '203.0.113.10',
  follow: { hosts: 'web' },
};

function at(ticks: number): EventOrder {
  return { ticks, pid: 1 };
}

interface Scene {
  readonly says?: TriggerWord['says'];
  /** Since when this controller leads. */
  readonly leadsSince?: number;
  readonly goal?: Goal;
  readonly dead?: string;
  readonly well?: string;
}

function roles({ says = 'hold', leadsSince = 5, goal, dead, well }: Scene): RoleTracker {
  const base = createRoleTracker({
    store: eventsIn(temporaryFolder()),
    host: { hasIp: () => false, hasEnded: () => false },
    triggers: {
      wordOn: () => ({ says, since: says === 'hold' ? at(leadsSince) : undefined, why: 'so' }),
    },
  });
  const goals = new Map(goal === undefined ? [] : [[address, goal]]);
  const healthOf = (node: string): HostHealth['is'] => {
    if (node === dead) return 'dead';
    return node === well ? 'well' : 'unknown';
  };
  return rolesByGoals(base, { goals, healthOf, textOf: (node) => `h${node}` });
}

const goal = { node: '2', since: at(10) };

function leaving(from: string, hasBegun = false): Goal {
  return { ...goal, leaves: { from, hasBegun: () => hasBegun } };
}

describe('whether a takeover of a controller is still wanted', () => {
  it.each<[string, Scene, boolean]>([
    ['it leads, and wants it there since then', { goal }, true],
    ['it does not lead', { goal, says: 'do not' }, false],
    ['it does not know whether it leads', { goal, says: 'unknown' }, false],
    ['it was elected anew since', { goal, leadsSince: 11 }, false],
    ['it wants it elsewhere since', { goal: { node: '3', since: at(11) } }, false],
    ['it wants nothing of it', {}, false],
    ['that host is dead as well', { goal, dead: '2' }, false],
    ['another host is dead', { goal, dead: '3' }, true],
    ['the host that it leaves is dead', { goal: leaving('1'), dead: '1' }, true],
    ['nobody knows how the host is that it leaves', { goal: leaving('1') }, true],
    ['the host that it leaves is well again', { goal: leaving('1'), well: '1' }, false],
    ['it has begun to leave it by then', { goal: leaving('1', true), well: '1' }, true],
    ['another host is well again', { goal: leaving('1'), well: '3' }, true],
    ['it leaves a host for another reason', { goal, well: '1' }, true],
  ])('where %s', (_, scene, stands) => {
    expect(roles(scene).stands(address, at(10))).toBe(stands);
  });

  it('says why it is called off, and of nothing else', () => {
    const why = 'it was called off, since its host h1 is well again';
    const whyNot = (scene: Scene): string | undefined => roles(scene).whyNot?.(address, at(10));
    expect(whyNot({ goal: leaving('1'), well: '1' })).toBe(why);
    expect(whyNot({ goal: leaving('1'), dead: '1' })).toBeUndefined();
    expect(whyNot({ goal: leaving('1', true), well: '1' })).toBeUndefined();
    expect(whyNot({ goal: { ...leaving('1'), since: at(11) }, well: '1' })).toBeUndefined();
    expect(whyNot({})).toBeUndefined();
  });

  it('is not one of this process to end while nobody knows who leads', () => {
    const worker = { ...at(10), reason: 'claim' } as const;
    expect(roles({ goal, says: 'unknown' }).isObsolete(address, worker)).toBe(false);
    expect(roles({ goal, says: 'do not' }).isObsolete(address, worker)).toBe(true);
    expect(roles({ goal }).isObsolete(address, worker)).toBe(false);
    expect(roles({ goal: { node: '3', since: at(11) } }).isReplaced(address, at(10))).toBe(true);
  });
});
