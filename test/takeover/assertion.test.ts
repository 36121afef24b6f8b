import { describe, expect, it } from 'vitest';

import { keyOf } from '../../src/core/address.ts';
import { Failure } from '../../src/ports/failure.ts';
import { FollowingNode } from '../support/following-node.ts';
import { reportOf } from '../support/run-main.ts';

describe('the vigil after MASTER_RX_LOWER_PRI', () => {
  it('ends as superseded, with all its writes, where keepalived says so while it takes back', async () => {
    const at = new FollowingNode();
    at.clock.after(1500, () => at.place(111));
    at.clock.after(2600, () => at.record('BACKUP', { ticks: 200, pid: 2 }));
    const run = await at.hear('MASTER_RX_LOWER_PRI');
    expect(at.posts).toBe(2);
    expect(reportOf(run).results[0]).toMatchObject({ outcome: 'superseded', writes: 2 });
    expect(run.code).toBe(5);
  });

  it.each([
    ['left to an older one', 50, 'superseded'],
    ['not left to a younger one, which leaves it to this one', 150, 'moved'],
  ])('is %s', async (_what, ticks, outcome) => {
    const at = new FollowingNode();
    at.record('MASTER', { ticks: 10, pid: 1 });
    const subject = `vigil_${keyOf(at.web)}`;
    at.local.locks.enter(subject, { ticks, pid: 9, reason: 'vigil' });
    const run = await at.hear('MASTER_RX_LOWER_PRI');
    expect(reportOf(run).results[0]).toMatchObject({ outcome });
  });

  it('reports what it did before SIGTERM ended the wait', async () => {
    const at = new FollowingNode();
    const controller = new AbortController();
    at.clock.after(1500, () => controller.abort(new Failure('interrupted', 'SIGTERM')));
    const run = await at.hear('MASTER_RX_LOWER_PRI', { signal: controller.signal });
    expect(reportOf(run).results[0]).toMatchObject({ outcome: 'moved', writes: 1 });
  });
});

describe('the grace in which keepalived may put its address on the interface', () => {
  it('hides nothing of the other addresses when SIGTERM ends it', async () => {
    const at = new FollowingNode();
    const controller = new AbortController();
    at.clock.after(250, () => controller.abort(new Failure('interrupted', 'SIGTERM')));
    const run = await at.hear('MASTER', { signal: controller.signal });
    expect(reportOf(run).results).toMatchObject([
      { name: 'web', outcome: 'failed', writes: 1, error: { class: 'interrupted' } },
      { name: 'six', outcome: 'failed', writes: 0, error: { class: 'interrupted' } },
    ]);
    expect(run.code).toBe(143);
  });
});
