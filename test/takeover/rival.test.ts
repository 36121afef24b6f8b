import { expect, it } from 'vitest';

import type { LocalState } from '../../src/takeover/local-state.ts';
import { fakeHost } from '../support/fake-host.ts';
import { FollowingNode } from '../support/following-node.ts';
import { keepalivedHost } from '../support/keepalived-host.ts';
import type { KeepalivedHost } from '../support/keepalived-host.ts';
import { localStateIn } from '../support/local-state.ts';
import { reportOf } from '../support/run-main.ts';

/** The hook that was told of MASTER, and handed that over. */
const hook = { ticks: 100, pid: 1000 };
const subject = 'digitalocean-reserved-ip_203.0.113.10';

/** What the watcher of a host shares with other processes. */
function watcherOf({ runtimeFolder }: KeepalivedHost): LocalState {
  return localStateIn(runtimeFolder, fakeHost({ ticks: 10, pid: 700 }));
}

it('names the process that is at work, not the hook that it was told by', async () => {
  const host = keepalivedHost();
  host.next = hook;
  await host.run('notify INSTANCE VI_1 MASTER 200');
  watcherOf(host).locks.enter(subject, { ...hook, reason: 'claim' });
  const run = await host.run('assign web --timeout 1 --json');
  expect(run.code).toBe(8);
  expect(reportOf(run).results[0]?.error).toMatchObject({
    message: 'Process 700 of this host is at work on 203.0.113.10, and did not finish in time',
    hint: 'Wait for it, or look what it does: ps -fp 700',
  });
});

it('names the process that keeps watch, not the hook that it was told by', async () => {
  const host = keepalivedHost();
  host.next = hook;
  await host.run('notify INSTANCE VI_1 MASTER 200');
  watcherOf(host).locks.enter(`vigil_${subject}`, { ...hook, reason: 'vigil' });
  const run = await host.run('notify INSTANCE VI_1 MASTER_RX_LOWER_PRI 200');
  expect(run).toMatchObject({
    code: 5,
    stdout: expect.stringContaining('process 700 of this host is watching it already'),
  });
});

it.each([
  ['makes way for the older process', 10, 0],
  ['is waited for by the younger process', 1000, 1],
])('%s where both act on one event', async (_what, ticks, others) => {
  const at = new FollowingNode();
  const local = localStateIn(at.runtimeFolder, fakeHost({ ticks, pid: 700 }));
  const rival = local.locks.enter(subject, { ticks: 100, pid: 1, reason: 'claim' });
  let met: number | undefined;
  at.clock.after(300, () => {
    met = rival.others().length;
    rival.leave();
  });
  expect((await at.hear('MASTER')).code).toBe(0);
  expect(met).toBe(others);
});
