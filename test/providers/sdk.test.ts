import { setMaxListeners } from 'node:events';
import { inspect } from 'node:util';

import { afterEach, describe, expect, it } from 'vitest';

import { serveCloud } from '../../src/emulator/serve.ts';
import type { ServedCloud } from '../../src/emulator/serve.ts';
import { parseTopology } from '../../src/emulator/topology.ts';
import type { HttpAnswer } from '../../src/lib/http/http-request.ts';
import { createHttp } from '../../src/lib/http/http.ts';
import { Secret } from '../../src/lib/secret.ts';
import { systemClock } from '../../src/lib/time/clock.ts';
import { getAction, getDroplet } from '../../src/providers/digitalocean/sdk.ts';
import type { Account } from '../../src/providers/token-api.ts';
import { token } from '../support/token.ts';

const served: ServedCloud[] = [];
afterEach(async () => {
  for (const cloud of served.splice(0)) await cloud.close();
});

interface ServedAccount extends Account {
  readonly served: ServedCloud;
  /** What came of its requests. */
  readonly answers: HttpAnswer[];
}

async function account(name: string): Promise<ServedAccount> {
  const answers: HttpAnswer[] = [];
  const own = `${token}${name}`;
  const topology = `
listen: 127.0.0.1:0
digitalocean:
  tokens: [{ token: ${own} }]
  droplets: [{ id: 111, name: ${name}, region: ${name} }]
  reservedIps: []
`;
  const cloud = await serveCloud(parseTopology({ path: 'the test', text: topology }));
  served.push(cloud);
  return {
    served: cloud,
    answers,
    token: new Secret(own),
    endpoint: cloud.endpoint,
    requestMs: 1000,
    clock: systemClock,
    http: createHttp({
      clock: systemClock,
      proxy: 'never',
      observe: (answer) => answers.push(answer),
    }),
  };
}

const { signal } = new AbortController();
setMaxListeners(0, signal);

describe('the calls over digitalocean-js', () => {
  it('keeps two accounts apart, however their calls interleave', async () => {
    const [one, two] = [await account('one'), await account('two')];
    for (const { served: at } of [one, two]) {
      at.cloud.faults.add({
        match: { path: '/v2/droplets/*' },
        times: 0,
        fault: { type: 'latency', ms: 20 },
      });
    }
    const looks = Array.from({ length: 20 }, (_, index) =>
      getDroplet(index % 2 === 0 ? one : two, '111', signal),
    );
    const regions = (await Promise.all(looks)).map((droplet) => droplet.region?.slug);
    expect(regions).toEqual(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'one' : 'two')),
    );
  });

  it('lets no token into its errors', async () => {
    const broken = await account('one');
    const stranger = { ...broken, token: new Secret(`${token}unknown`) };
    const resetting = { method: 'GET', path: '/v2/droplets/*' } as const;
    broken.served.cloud.faults.add({ match: resetting, skip: 2, fault: { type: 'reset' } });
    const errors = await Promise.all([
      getDroplet(stranger, '111', signal).catch((error: unknown) => error),
      getAction(broken, '999', signal).catch((error: unknown) => error),
    ]);
    errors.push(await getDroplet(broken, '5', signal).catch((error: unknown) => error));
    errors.push(await getDroplet(broken, '111', signal).catch((error: unknown) => error));
    expect(errors).toMatchObject([
      { class: 'denied' },
      { class: 'missing' },
      { class: 'missing' },
      { class: 'transport' },
    ]);
    expect(inspect(errors, { depth: 20, showHidden: true })).not.toContain(token);
  });

  it('lets what came of every request be counted, with what the cloud still allows', async () => {
    const [one, two] = [await account('one'), await account('two')];
    one.served.cloud.faults.add({ skip: 2, fault: { type: 'reset' } });
    const looks = [
      getDroplet(one, '111', signal),
      getDroplet(two, '111', signal),
      getAction(two, '999', signal),
    ];
    await Promise.allSettled(looks);
    await getDroplet(one, '5', signal).catch(() => undefined);
    await getDroplet(one, '111', signal).catch(() => undefined);
    expect(one.answers.map(({ code }) => code)).toEqual(['200', '404', 'none']);
    expect(two.answers.map(({ code }) => code).toSorted()).toEqual(['200', '404']);
    const left = one.answers.map(({ headers }) => Number(headers['ratelimit-remaining']));
    expect((left[0] ?? 0) - (left[1] ?? 0)).toBe(1);
  });

  it('has the timeout of every other request', async () => {
    const slow = { ...(await account('one')), requestMs: 50 };
    slow.served.cloud.faults.add({ fault: { type: 'hang' } });
    await expect(getDroplet(slow, '111', signal)).rejects.toThrow('no answer within 0.05 s');
  });
});
