import { describe, expect, it } from 'vitest';

import { connectTencent } from '../../support/tencent-connection.ts';
import type { ConnectionScene } from '../../support/tencent-connection.ts';
import { tencentTopology } from '../../support/tencent-topology.ts';
import { secretKey } from '../../support/token.ts';

/** What a metadata service may say of a role, or whoever answers in its place. */

const folder = { service: 'tencent-metadata', path: '*/security-credentials/' } as const;
const document = { service: 'tencent-metadata', path: '*/security-credentials/floatip' } as const;
const page = '<html><title>404 - Not Found</title></html>';

/** Credentials that are good for two days, and are the same for one. */
function asRole(): ConnectionScene {
  const role = `role: { name: floatip, ttlMs: 172800000, secret: ${secretKey} }`;
  return connectTencent({ settings: { keyPair: undefined }, topology: tencentTopology(role) });
}

const nobody = [
  ['a page that says 404', { type: 'status', status: 404, body: page }],
  ['404', { type: 'status', status: 404 }],
  ['nothing', { type: 'status', status: 200, body: '' }],
] as const;

describe('that there is no role', () => {
  it.each(nobody)('is not believed once: %s', async (_what, fault) => {
    for (const match of [folder, document]) {
      const scene = asRole();
      scene.world.cloud.faults.add({ match, fault });
      const owner = await scene.owner();
      // An empty document is asked for again by whoever needs it.
      if (owner !== 'ins-aaaaaaaa') expect(owner).toMatchObject({ class: 'transport' });
      expect(await scene.owner()).toBe('ins-aaaaaaaa');
    }
  });

  it.each(nobody)('is believed twice: %s', async (_what, fault) => {
    const scene = asRole();
    scene.world.cloud.faults.add({ match: folder, times: 2, fault });
    expect(await scene.owner()).toMatchObject({ class: 'config' });
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
  });
});

describe('the name of a role', () => {
  it.each(['<html>', '../../instance-id', '..', 'a b', 'floatip?x=1', 'x'.repeat(129), 'fl%2Fip'])(
    'that is none becomes no path: %s',
    async (name) => {
      const scene = asRole();
      const fault = { type: 'status', status: 200, body: name } as const;
      scene.world.cloud.faults.add({ match: folder, fault });
      expect(await scene.owner()).toMatchObject({ class: 'transport' });
      const asked = scene.world.cloud.received.list().map(({ path }) => path);
      expect(asked.filter((path) => path.includes('cam'))).toEqual([
        '/latest/meta-data/cam/security-credentials/',
      ]);
      expect(await scene.owner()).toBe('ins-aaaaaaaa');
    },
  );
});

describe('the credentials of a role', () => {
  const good = {
    TmpSecretId: '"AKIDx"',
    TmpSecretKey: '"y"',
    Token: '"z"',
    ExpiredTime: '4102444800',
  };

  it.each([
    { ExpiredTime: '1e400' },
    { ExpiredTime: '"4102444800"' },
    { ExpiredTime: 'null' },
    { TmpSecretId: '"AKID x"' },
    { TmpSecretId: '""' },
    { TmpSecretKey: '"\\u0000"' },
    { Token: '"a\\r\\nx-evil: 1"' },
    { Token: '5' },
    { Token: JSON.stringify('z'.repeat(5000)) },
  ])('are asked for again where they cannot be: %o', async (odd) => {
    const scene = asRole();
    const fields = Object.entries({ ...good, ...odd }).map(([key, value]) => `"${key}":${value}`);
    const fault = { type: 'status', status: 200, body: `{${fields.join(',')}}` } as const;
    scene.world.cloud.faults.add({ match: document, fault });
    expect(await scene.owner()).toMatchObject({ class: 'transport' });
    expect(scene.actions()).toEqual([]);
    expect(await scene.owner()).toBe('ins-aaaaaaaa');
  });

  it('are held for half a day at most, however long they say that they are good', async () => {
    const scene = asRole();
    const hour = 3_600_000;
    await scene.owner();
    await pass(scene, 12 * hour - 300_001);
    await scene.owner();
    expect(scene.fetches()).toBe(1);
    await pass(scene, 1);
    await scene.owner();
    expect(scene.fetches()).toBe(2);
  });
});

async function pass({ clock }: ConnectionScene, ms: number): Promise<void> {
  await clock.run(new Promise<void>((resolve) => clock.after(ms, resolve)));
}
