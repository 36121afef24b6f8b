import { describe, expect, it } from 'vitest';

import { FollowingNode } from '../support/following-node.ts';
import { reportOf } from '../support/run-main.ts';

const longAgo = { ticks: 10, pid: 1 };
const lately = { ticks: 50, pid: 1 };
const later = { ticks: 150, pid: 1 };

describe('the cool-off after an address was taken away', () => {
  it('is kept where only cron has seen the address here since keepalived said MASTER again', async () => {
    const at = new FollowingNode();
    at.local.contests.noteHeld(at.web, longAgo);
    at.record('MASTER', lately);
    at.place(222);
    await at.run(['reconcile']);
    at.place(111);
    const run = await at.run(['reconcile']);
    const [web] = reportOf(run).results;
    expect(web).toMatchObject({ outcome: 'moved', from: '111', writes: 1 });
    expect(at.local.contests.isContested(at.web, at.clock.wall())).toBe(true);
  });

  it('is not forgotten because a run that was replaced learns late that it had the address', async () => {
    const at = new FollowingNode();
    const { faults } = at.world.cloud;
    faults.add({ match: { method: 'POST' }, fault: { type: 'action', ms: 0 } });
    const look = { method: 'GET', path: '/v2/reserved_ips/*' };
    faults.add({ match: look, fault: { type: 'latency', ms: 3000 } });
    at.clock.after(2000, () => {
      at.record('MASTER', later);
      at.local.contests.noteHeld(at.web, later);
    });
    const run = await at.hear('MASTER');
    expect(reportOf(run).results[0]).toMatchObject({ outcome: 'moved' });
    expect(at.local.contests.heldBy(at.web)).toEqual(later);
  });
});
