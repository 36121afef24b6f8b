import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { keyOf } from '../../src/core/address.ts';
import { openFolder } from '../../src/lib/files/shared-folder.ts';
import { openContestStore } from '../../src/takeover/contest-store.ts';
import { fakeHost } from '../support/fake-host.ts';
import { FollowingNode } from '../support/following-node.ts';
import { asTold } from '../support/local-state.ts';
import { reportOf } from '../support/run-main.ts';
import { temporaryFolder } from '../support/temporary.ts';

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

  it('is not begun again and again where it cannot be written down', () => {
    const folder = temporaryFolder();
    const { web, clock } = new FollowingNode();
    const contests = openContestStore(openFolder(folder), asTold);
    contests.noteHeld(web, longAgo);
    // Where it would write what is to take the place of the file.
    mkdirSync(join(folder, `.${keyOf(web)}.${process.pid}`));
    contests.noteLost(web, { nowMs: clock.wall(), random: 1 });
    expect(contests.heldBy(web)).toBeUndefined();
    expect(contests.loss(web)).toMatchObject({ lostBy: longAgo, contest: { losses: 1 } });
  });

  it('is over as soon as the other node gives way', async () => {
    const at = new FollowingNode();
    at.record('MASTER', longAgo);
    for (let losses = 0; losses < 5; losses += 1) {
      at.local.contests.noteHeld(at.web, longAgo);
      at.local.contests.noteLost(at.web, { nowMs: at.clock.wall(), random: 1 });
    }
    at.place(111);
    const other = fakeHost({ ticks: 600, pid: 2 });
    at.clock.after(5000, () => void at.hear('MASTER_RX_LOWER_PRI', { host: other }));
    const run = await at.run(['reconcile']);
    const [web] = reportOf(run).results;
    expect(web).toMatchObject({ outcome: 'moved', from: '111', writes: 1 });
    expect(web?.durationMs).toBeGreaterThan(5000);
    expect(web?.durationMs).toBeLessThan(5000 + 3000 + 1000);
  });

  it('does not begin where the other node gave way a moment before the loss was seen', () => {
    const { local, web, clock } = new FollowingNode();
    const nowMs = clock.wall();
    for (let losses = 0; losses < 5; losses += 1) {
      local.contests.noteLost(web, { nowMs, random: 1 });
    }
    local.contests.noteHeld(web, longAgo);
    local.contests.noteGivingWay(web, nowMs + 20_000);
    const moment = { nowMs: nowMs + 21_000, random: 1 };
    expect(local.contests.noteLost(web, moment).notBeforeMs).toBe(moment.nowMs);
    const muchLater = { nowMs: nowMs + 90_000, random: 1 };
    expect(local.contests.noteLost(web, muchLater).notBeforeMs).toBe(muchLater.nowMs + 60_000);
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
    expect(reportOf(run).results[0]).toMatchObject({ outcome: 'superseded' });
    expect(at.local.contests.heldBy(at.web)).toEqual(later);
  });
});
