import { describe, expect, it } from 'vitest';

import { createHttp } from '../../../src/lib/http/http.ts';
import { renewable } from '../../../src/lib/renewable.ts';
import { Secret } from '../../../src/lib/secret.ts';
import { createSessions } from '../../../src/providers/openstack/keystone.ts';
import type { Session, Sessions } from '../../../src/providers/openstack/keystone.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { openstackEndpoint, startInProcessCloud } from '../../support/in-process-cloud.ts';
import type { InProcessCloud } from '../../support/in-process-cloud.ts';
import { openstackHost, openstackTopology } from '../../support/openstack-host.ts';
import { reportOf } from '../../support/run-main.ts';
import { openstackSecret } from '../../support/token.ts';

const master = 'notify INSTANCE VI_1 MASTER 200 --json';
const web = 'name: web, ip: 203.0.113.40';

interface Scene {
  readonly clock: FakeClock;
  readonly world: InProcessCloud;
  readonly sessions: Sessions;
  get(): Promise<Session>;
  /** How often a token was asked for. */
  asked(): number;
}

function sceneWith(tokenMs: number): Scene {
  const clock = new FakeClock();
  const topology = openstackTopology.replace('lagMs', `tokenMs: ${tokenMs}\n  lagMs`);
  const world = startInProcessCloud(clock, topology);
  const secret = new Secret(openstackSecret);
  const login = {
    authUrl: `${openstackEndpoint}/identity/v3`,
    region: undefined,
    interface: 'public',
    ca: undefined,
    secret,
    identity: () => ({
      auth: {
        identity: {
          methods: ['application_credential'],
          application_credential: { id: 'floatip', secret: openstackSecret },
        },
      },
    }),
  };
  const sessions = createSessions({
    logins: renewable(login, { isSame: () => true }),
    http: createHttp({ clock, proxy: 'never', adapter: world.adapter }),
    clock,
    requestMs: 5000,
    allowHttp: false,
  });
  const { signal } = new AbortController();
  return {
    clock,
    world,
    sessions,
    get: () => clock.run(sessions.get(signal)),
    asked: () => world.cloud.received.list().filter(({ method }) => method === 'POST').length,
  };
}

async function passing({ clock }: Scene, ms: number): Promise<void> {
  await clock.run(new Promise<void>((resolve) => clock.after(ms, resolve)));
}

describe('a token', () => {
  it('is asked for once by all who need it', async () => {
    const scene = sceneWith(3_600_000);
    const all = await Promise.all([scene.get(), scene.get(), scene.get()]);
    expect(new Set(all.map(({ token }) => token.reveal())).size).toBe(1);
    await passing(scene, 3_000_000);
    await scene.get();
    expect(scene.asked()).toBe(1);
  });

  it('is asked for anew before it ends, while the old one serves', async () => {
    const scene = sceneWith(3_600_000);
    const first = await scene.get();
    await passing(scene, 3_600_000 - 299_000);
    expect((await scene.get()).token.isSame(first.token)).toBe(true);
    await passing(scene, 1);
    expect(scene.asked()).toBe(2);
    expect((await scene.get()).token.isSame(first.token)).toBe(false);
  });

  it('that could not be renewed serves to its end, and is tried for again', async () => {
    const scene = sceneWith(3_600_000);
    const first = await scene.get();
    scene.world.cloud.faults.add({ match: { method: 'POST' }, times: 0, fault: { type: 'reset' } });
    await passing(scene, 3_400_000);
    for (let time = 0; time < 3; time += 1) {
      expect((await scene.get()).token.isSame(first.token)).toBe(true);
      await passing(scene, 31_000);
    }
    expect(scene.asked()).toBeGreaterThanOrEqual(4);
    scene.world.cloud.faults.clear();
    await passing(scene, 200_000);
    expect((await scene.get()).token.isSame(first.token)).toBe(false);
  });

  it('lives by the clock of Keystone, whatever this one says', async () => {
    const scene = sceneWith(60_000);
    await scene.get();
    await passing(scene, 61_000);
    await scene.get();
    expect(scene.asked()).toBe(2);
  });
});

describe('a token that Neutron refuses', () => {
  const match = { service: 'openstack-api' };
  const refused = { type: 'refuse', code: 'Unauthorized' } as const;

  it('is replaced once, and the write sent once more', async () => {
    const host = openstackHost([web]);
    host.world.cloud.faults.add({ match: { ...match, method: 'PUT' }, fault: refused });
    const { results } = reportOf(await host.run(master));
    expect(results).toMatchObject([{ outcome: 'moved', writes: 2 }]);
    expect(host.asked().filter((one) => one.startsWith('POST'))).toHaveLength(2);
    expect(host.asked().filter((one) => one.startsWith('PUT'))).toHaveLength(2);
  });

  it('is not replaced for ever', async () => {
    const host = openstackHost([web]);
    const put = { match: { ...match, method: 'PUT' }, times: 0, fault: refused };
    host.world.cloud.faults.add(put);
    const run = await host.run(master);
    expect(run.code).toBe(4);
    // What says no to a token that was good for a look has to say so twice.
    expect(host.asked().filter((one) => one.startsWith('POST'))).toHaveLength(3);
    expect(run.stderr).toContain('access rules');
  });
});

it('a request for a token is told of without what is in it', async () => {
  const host = openstackHost([web]);
  await host.run(master);
  const all = JSON.stringify(host.world.cloud.received.list());
  expect(all).not.toContain(openstackSecret);
  expect(all).toContain('[redacted]');
});
