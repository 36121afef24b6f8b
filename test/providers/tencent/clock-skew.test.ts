import { describe, expect, it } from 'vitest';

import type { FaultRule } from '../../../src/emulator/faults.ts';
import { connectTencent } from '../../support/tencent-connection.ts';
import type { ConnectionScene } from '../../support/tencent-connection.ts';

const match = { service: 'tencent-api' } as const;

/** The API refuses the time of a request, with a date of somebody else's. */
function refusalAt(date: string): FaultRule['fault'] {
  const Error = { Code: 'AuthFailure.SignatureExpire', Message: 'Late.' };
  const body = JSON.stringify({ Response: { Error, RequestId: '1' } });
  return { type: 'status', status: 200, body, headers: { date } };
}

const dates = [
  'Thu, 01 Jan 1970 00:00:01 GMT',
  'Fri, 31 Dec 9999 23:59:59 GMT',
  'Wed, 21 Nov 2035 12:00:00 GMT',
  'Sat, 21 Nov 2020 12:00:00 GMT',
  'yesterday',
  '',
];

/** A host whose clock is so far off, and has perhaps been corrected. */
function hostAt(skewMs: number): ConnectionScene {
  return connectTencent({
    tools: (clock) => ({
      clock: {
        now: () => clock.now(),
        wall: () => clock.wall() + skewMs,
        after: (ms, callback) => clock.after(ms, callback),
      },
    }),
  });
}

describe.each([
  ['right', 0],
  ['an hour late', -3_600_000],
  ['of 1970', -1_795_219_000_000],
])('a clock that is %s', (_what, skewMs) => {
  it.each(dates)('is corrected although one answer is of %s', async (date) => {
    const scene = hostAt(skewMs);
    scene.world.cloud.faults.add({ match, fault: refusalAt(date) });
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
    expect(scene.actions().length).toBeLessThanOrEqual(3);
    // From then on it is known.
    const before = scene.actions().length;
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
    expect(scene.actions().length).toBe(before + 1);
  });

  it.each(dates)('stays corrected although one answer is of %s', async (date) => {
    const scene = hostAt(skewMs);
    await scene.owner();
    scene.world.cloud.faults.add({ match, fault: refusalAt(date) });
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
    const before = scene.actions().length;
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
    expect(scene.actions().length).toBe(before + 1);
  });

  it('is made worse for one request where even the second answer is wrong', async () => {
    const scene = hostAt(skewMs);
    await scene.owner();
    const [wrong = '', other = ''] = dates.slice(2);
    for (const [skip, date] of [wrong, other, wrong].entries()) {
      scene.world.cloud.faults.add({ match, skip, fault: refusalAt(date) });
    }
    expect(await scene.owner()).toMatchObject({ class: 'denied' });
    const before = scene.actions().length;
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
    expect(scene.actions().length).toBe(before + 2);
  });
});
