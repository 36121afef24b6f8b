import { expect, it } from 'vitest';

import { manyAddresses, watcherInstance } from '../support/many-addresses.ts';
import { startWatching } from '../support/watching.ts';
import type { Watching } from '../support/watching.ts';

function requestsTo({ world }: Watching, service: string): number {
  return world.cloud.received.list().filter((one) => one.service === service).length;
}

it('reads 1,000 addresses of two clouds with one request a page, pass after pass', async () => {
  const { topology, config } = manyAddresses({ digitalocean: 500, tencent: 500 });
  const watching = await startWatching({ config, topology, instance: watcherInstance });
  await watching.pass(100_000);
  // 200 to a page of DigitalOcean's, 100 to one of Tencent Cloud's.
  const digitalocean = requestsTo(watching, 'digitalocean-api') / 3;
  // Before the first pass and after each, it asks twice about this node.
  const tencent = (requestsTo(watching, 'tencent-api') - 2) / (5 + 2);
  expect(digitalocean).toBeGreaterThanOrEqual(9);
  expect(tencent).toBeGreaterThanOrEqual(9);
  expect(digitalocean + tencent).toBe(watching.passes());
  expect(watching.logged).toEqual([]);
});

/** Documented: 10 a second for each of the two changes of an EIP, which overlap. */
const writesPerSecond = 10;

it('takes a hundred EIPs about as fast as the cloud allows', async () => {
  const { topology, config } = manyAddresses({ digitalocean: 0, tencent: 100, here: 100 });
  const watching = await startWatching({ config, topology, node: watcherInstance });
  await watching.pass(1000);
  const begin = watching.clock.now();
  watching.hear('MASTER');
  const moved = (): number =>
    [...watching.world.cloud.tencent.eips.values()].filter(({ place }) => {
      return place?.type === 'private-ip' && place.interface === 'eni-watcher0';
    }).length;
  while (moved() < 100 && watching.clock.now() - begin < 60_000) await watching.pass(100);
  const seconds = (watching.clock.now() - begin) / 1000;
  expect(moved()).toBe(100);
  expect(seconds).toBeLessThan((1.2 * 100) / writesPerSecond);
});

it('looks at the interfaces once for all addresses, and only where one has a vip', async () => {
  const looksOf = async (rest: string): Promise<number> => {
    const { topology, config } = manyAddresses({ digitalocean: 200, tencent: 0 });
    const withRest = config.replaceAll(' }', `${rest} }`);
    const watching = await startWatching({ config: withRest, topology });
    const before = watching.looks();
    watching.reloadable.watcher.lookAtInterfaces();
    return watching.looks() - before;
  };
  expect(await looksOf(', vip: 10.0.4.99')).toBe(1);
  expect(await looksOf('')).toBe(0);
});
