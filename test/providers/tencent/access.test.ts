import { AxiosError } from 'axios';
import { describe, expect, it } from 'vitest';

import { Secret } from '../../../src/lib/secret.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { Failure } from '../../../src/ports/failure.ts';
import type { EipAddress } from '../../../src/providers/tencent/address.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import type { InProcessCloud } from '../../support/in-process-cloud.ts';
import { connectTencent, keyPair } from '../../support/tencent-connection.ts';
import { tencentTopology } from '../../support/tencent-topology.ts';
import { secretKey } from '../../support/token.ts';

const api = { service: 'tencent-api' } as const;
const metadata = { service: 'tencent-metadata', path: '*/cam/*' } as const;
const asRole = {
  settings: { keyPair: undefined },
  topology: tencentTopology(`role: { name: floatip, ttlMs: 1800000, secret: ${secretKey} }`),
};
/** Credentials that soon are to be replaced, and are handed out for half of their time. */
const shortLived = tencentTopology(`role: { name: floatip, ttlMs: 500000, secret: ${secretKey} }`);
const isForRole = ({ path }: { readonly path: string }): boolean => path.includes('/cam/');
const refuse = (code: string, message?: string) =>
  ({ type: 'refuse', code, ...(message === undefined ? {} : { message }) }) as const;

const pub: EipAddress = { name: 'pub', cloud: 'tencent', kind: 'tencent-eip', id: 'eip-22222222' };

/** The signal of somebody who soon does not want to wait any longer. */
function leavingAfter(clock: Clock, ms: number): AbortSignal {
  const controller = new AbortController();
  clock.after(ms, () => controller.abort(new Failure('interrupted', 'left')));
  return controller.signal;
}

describe('the credentials of a role', () => {
  it('are fetched once, and again before they expire', async () => {
    const scene = connectTencent(asRole);
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
    expect(scene.fetches()).toBe(1);
    await pass(scene.clock, 1_800_000 - 300_000 - 1000);
    await scene.owner();
    expect(scene.fetches()).toBe(1);
    await pass(scene.clock, 1000);
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
    expect(scene.fetches()).toBe(2);
  });

  it('are fetched once for all that need them at the same time', async () => {
    const scene = connectTencent(asRole);
    const ids = ['eip-11111111', 'eip-22222222', 'eip-33333333'];
    await Promise.all(ids.map((id) => scene.owner(id)));
    expect(scene.fetches()).toBe(1);
  });

  it('are asked for again after a failure, which takes two seconds at most', async () => {
    const scene = connectTencent(asRole);
    await scene.owner();
    await pass(scene.clock, 1_800_000);
    scene.world.cloud.faults.add({ match: metadata, fault: { type: 'hang' } });
    const from = scene.clock.now();
    expect(await scene.owner()).toMatchObject({ class: 'transport' });
    expect(scene.clock.now() - from).toBe(2000);
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
  });

  it('are used to their end, as long as no others can be had, and others are asked for beside', async () => {
    const scene = connectTencent(asRole);
    await scene.owner();
    await pass(scene.clock, 1_800_000 - 300_000);
    const asked = (): number => scene.world.cloud.received.list().filter(isForRole).length;
    const before = asked();
    scene.world.cloud.faults.add({ match: metadata, times: 0, fault: { type: 'hang' } });
    const from = scene.clock.now();
    expect(await Promise.all([scene.owner(), scene.owner()])).toEqual(
      Array(2).fill('ins-aaaaaaaa'),
    );
    expect({ waited: scene.clock.now() - from, asked: asked() - before }).toEqual({
      waited: 0,
      asked: 1,
    });
    await pass(scene.clock, 29_000);
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
    expect(asked() - before).toBe(1);
    await pass(scene.clock, 1000);
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
    expect(asked() - before).toBe(2);
    await pass(scene.clock, 270_000);
    expect(await scene.owner()).toMatchObject({ class: 'transport' });
  });

  it('are not asked for with every request where the service gives the same ones again', async () => {
    const scene = connectTencent({ ...asRole, topology: shortLived });
    await scene.owner();
    // Younger than half their time, so that they are not replaced yet.
    await pass(scene.clock, 230_000);
    for (let time = 0; time < 5; time += 1) expect(await scene.owner()).toBe('ins-aaaaaaaa');
    expect(scene.fetches()).toBe(2);
  });

  it('are replaced when they are refused, also where they were fetched again meanwhile', async () => {
    const scene = connectTencent({ ...asRole, topology: shortLived });
    await scene.owner();
    await pass(scene.clock, 230_000);
    scene.world.cloud.faults.add({ match: api, fault: { type: 'latency', ms: 100 } });
    scene.world.cloud.faults.add({ match: api, fault: refuse('AuthFailure.TokenFailure') });
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
    expect(scene.fetches()).toBe(3);
  });

  it('do not depend on whether the first one who needs them still does', async () => {
    const scene = connectTencent(asRole);
    scene.world.cloud.faults.add({ match: metadata, fault: { type: 'latency', ms: 500 } });
    const { provider } = scene.connection;
    const left = provider.read([pub], leavingAfter(scene.clock, 100));
    left.catch(() => undefined);
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
    await expect(left).rejects.toThrow('left');
    expect(scene.fetches()).toBe(1);
  });

  it.each([
    ['nonsense', { type: 'status', status: 200, body: 'floatip' }],
    ['an error page', { type: 'html' }],
    ['nothing', { type: 'status', status: 200, body: '' }],
  ] as const)('are not believed when the service says %s', async (_what, fault) => {
    const scene = connectTencent(asRole);
    scene.world.cloud.faults.add({ match: { ...metadata, path: '*/floatip' }, fault });
    expect(await scene.owner()).toMatchObject({ class: 'transport' });
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
  });

  it('are missing where no role is bound to the host', async () => {
    const scene = connectTencent({ settings: { keyPair: undefined } });
    expect(await scene.owner()).toMatchObject({
      class: 'config',
      message: 'There is no key pair, and no CAM role is bound to this host',
      hint: expect.stringContaining('Bind a role to the instance'),
    });
  });

  it('are fetched again, once, when the API no longer takes them', async () => {
    const scene = connectTencent(asRole);
    scene.world.cloud.faults.add({ match: api, fault: refuse('AuthFailure.TokenFailure') });
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
    expect({ fetches: scene.fetches(), requests: scene.actions().length }).toEqual({
      fetches: 2,
      requests: 2,
    });
    scene.world.cloud.faults.add({
      match: api,
      times: 0,
      fault: refuse('AuthFailure.TokenFailure'),
    });
    expect(await scene.owner()).toMatchObject({ class: 'denied' });
    expect({ fetches: scene.fetches(), requests: scene.actions().length }).toEqual({
      fetches: 3,
      requests: 4,
    });
  });
});

describe('the region', () => {
  it('does not depend on whether the first one who asks who this host is waits for it', async () => {
    const scene = connectTencent();
    const match = { service: 'tencent-metadata' } as const;
    scene.world.cloud.faults.add({ match, times: 4, fault: { type: 'latency', ms: 500 } });
    const left = scene.connection.identity.introduce(leavingAfter(scene.clock, 100));
    left.catch(() => undefined);
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
    await expect(left).rejects.toThrow('left');
  });
});

describe('a key pair', () => {
  it('is not tried again when it is refused, and the failure says what to check', async () => {
    const scene = connectTencent({
      settings: { keyPair: { ...keyPair, token: new Secret(`${secretKey}old`) } },
    });
    expect(await scene.owner()).toMatchObject({
      class: 'denied',
      hint: 'Check TENCENTCLOUD_TOKEN, or that the role is still bound to the host',
    });
    expect(scene.actions()).toHaveLength(1);
  });

  it('does not show in what is said of a refusal', async () => {
    const token = new Secret(`${secretKey}token`);
    const scene = connectTencent({ settings: { keyPair: { ...keyPair, token } } });
    const message = `No: ${secretKey} and ${token.reveal()} are wrong`;
    scene.world.cloud.faults.add({ match: api, fault: refuse('InvalidParameter', message) });
    const failure = await scene.owner();
    expect(String(failure)).toMatch(/No: .* are wrong/);
    expect(String(failure)).not.toContain(secretKey);
  });
});

describe('a clock that is wrong', () => {
  const anHourLate = (clock: FakeClock): { clock: Clock } => ({
    clock: {
      now: () => clock.now(),
      wall: () => clock.wall() - 3_600_000,
      after: (ms, callback) => clock.after(ms, callback),
    },
  });

  it("is corrected by the answer's date, once for all requests that follow", async () => {
    const scene = connectTencent({ tools: anHourLate });
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
    expect(scene.actions()).toHaveLength(3);
  });

  it('is told where the answer has no date', async () => {
    const scene = connectTencent({ tools: anHourLate });
    const Error = { Code: 'AuthFailure.SignatureExpire', Message: 'Late.' };
    const body = JSON.stringify({ Response: { Error, RequestId: '1' } });
    scene.world.cloud.faults.add({
      match: api,
      times: 0,
      fault: { type: 'status', status: 200, body },
    });
    expect(await scene.owner()).toMatchObject({
      class: 'denied',
      hint: 'Set the clock of this host: it is more than five minutes off',
    });
    expect(scene.actions()).toHaveLength(2);
  });

  it('is corrected although the credentials expired and the endpoint had to be changed', async () => {
    const scene = connectTencent({
      ...asRole,
      settings: { ...asRole.settings, endpoint: undefined },
      tools: (clock, world) => ({ ...anHourLate(clock), ...outsideOnly(world) }),
    });
    scene.world.cloud.faults.add({ match: api, fault: refuse('AuthFailure.TokenFailure') });
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
    // Refused for the token, then for the clock; what could not be resolved was not sent.
    expect(scene.actions()).toHaveLength(3);
  });
});

/** A network in which only the public name of the API stands for something. */
function outsideOnly({ adapter, tencent }: InProcessCloud): Pick<InProcessCloud, 'adapter'> {
  return {
    adapter: async (config, attempt) => {
      const { host } = new URL(config.url ?? '');
      if (host === 'vpc.internal.tencentcloudapi.com') {
        throw new AxiosError(`getaddrinfo ENOTFOUND ${host}`, 'ENOTFOUND', config);
      }
      if (host !== 'vpc.tencentcloudapi.com') return await adapter(config, attempt);
      config.headers.set('host', host);
      return await adapter({ ...config, url: tencent }, attempt);
    },
  };
}

describe('the endpoint', () => {
  it('is the public one where the one inside the VPC cannot be resolved', async () => {
    let asked = 0;
    const scene = connectTencent({
      settings: { endpoint: undefined },
      tools: (_, world) => {
        const { adapter } = outsideOnly(world);
        return {
          adapter: async (config, attempt) => {
            if (config.url?.includes('internal') === true) asked += 1;
            return await adapter(config, attempt);
          },
        };
      },
    });
    const all = ['eip-11111111', 'eip-22222222'].map((id) => scene.owner(id));
    expect(await Promise.all(all)).toEqual(['ins-aaaaaaaa', null]);
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
    expect(asked).toBe(2);
  });

  it('that is configured is the only one', async () => {
    const scene = connectTencent({
      settings: { endpoint: 'https://vpc.internal.tencentcloudapi.com' },
      tools: (_, world) => outsideOnly(world),
    });
    expect(await scene.owner()).toMatchObject({
      class: 'transport',
      message: expect.stringContaining('ENOTFOUND'),
    });
  });
});

describe('the pace of requests', () => {
  it('is never faster than the API allows', async () => {
    const scene = connectTencent();
    const owners = Array.from({ length: 100 }, () => scene.owner());
    expect(new Set(await Promise.all(owners))).toEqual(new Set(['ins-aaaaaaaa']));
    const times = scene.world.cloud.received
      .list()
      .filter(({ service }) => service === 'tencent-api')
      .map(({ atMs }) => atMs);
    expect(times).toHaveLength(100);
    for (const [index, atMs] of times.entries()) {
      const later = times[index + 20] ?? Infinity;
      expect(later - atMs).toBeGreaterThanOrEqual(1000);
    }
    expect(scene.clock.now()).toBe(4000);
  });
});

async function pass(clock: FakeClock, ms: number): Promise<void> {
  await clock.run(new Promise<void>((resolve) => clock.after(ms, resolve)));
}
