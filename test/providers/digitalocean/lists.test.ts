import { describe, expect, it } from 'vitest';

import { isFailure } from '../../../src/ports/failure.ts';
import type { ReservedIpAddress } from '../../../src/providers/digitalocean/address.ts';
import type { Client, ReservedIpPage } from '../../../src/providers/digitalocean/client.ts';
import { listReservedIps, readOwners } from '../../../src/providers/digitalocean/read.ts';
import { keepalivedHost } from '../../support/keepalived-host.ts';

const kind = 'digitalocean-reserved-ip';
const { signal } = new AbortController();

interface Listing {
  readonly client: Client;
  asked(): number;
}

/** An API that has nothing but a list. */
function listing(
  pageAt: (page: number) => Partial<ReservedIpPage> & { ips: readonly string[] },
): Listing {
  let asked = 0;
  const never = (): never => {
    throw new Error('Only the list is asked for');
  };
  return {
    asked: () => asked,
    client: {
      getReservedIp: never,
      postAction: never,
      async listReservedIps(_kind, page) {
        asked += 1;
        const { ips, ...rest } = pageAt(page);
        const items = ips.map((ip) => ({ ip, droplet: { id: '111' } }));
        return { items, isWhole: true, last: false, ...rest };
      },
    },
  };
}

const address = (ip: string): ReservedIpAddress => ({ name: ip, cloud: 'digitalocean', kind, ip });
const two = [address('203.0.113.10'), address('203.0.113.11')];

async function classesOf(client: Client): Promise<readonly string[]> {
  const readings = await readOwners(client, two, signal);
  return two.map((one) => {
    const reading = readings.get(one);
    return isFailure(reading) ? reading.class : 'read';
  });
}

describe('a list of reserved IPs', () => {
  it('that never ends is read for 250 pages', async () => {
    const { client, asked } = listing((page) => ({ ips: [`198.18.0.${page}`] }));
    const { found, isWhole } = await listReservedIps(client, kind, signal);
    expect({ found: found.size, isWhole, asked: asked() }).toEqual({
      found: 250,
      isWhole: false,
      asked: 250,
    });
    expect(await classesOf(client)).toEqual(['transport', 'transport']);
  });

  it('of one page again and again is read up to the second one', async () => {
    const { client, asked } = listing(() => ({ ips: ['203.0.113.10'] }));
    expect(await classesOf(client)).toEqual(['read', 'transport']);
    expect(asked()).toBe(2);
  });

  it('of empty pages is not read on', async () => {
    const { client, asked } = listing(() => ({ ips: [] }));
    expect(await classesOf(client)).toEqual(['transport', 'transport']);
    expect(asked()).toBe(1);
  });

  it('of which something makes no sense says nothing of what is not in it', async () => {
    const ofOne = { ips: ['203.0.113.10'], isWhole: false, last: true };
    expect(await classesOf(listing(() => ofOne).client)).toEqual(['read', 'transport']);
  });

  it('that ends says what is not there', async () => {
    const { client } = listing((page) => ({
      ips: ['203.0.113.10', `198.18.0.${page}`],
      last: page === 3,
    }));
    expect(await classesOf(client)).toEqual(['read', 'missing']);
  });

  it.each(['"<html>"', '5', 'null'])(
    'may have an item without an IP, and what is not in the rest is looked up: %s',
    async (ip) => {
      const config = [10, 11].map(
        (last, index) => `{ name: web${index}, kind: ${kind}, ip: 203.0.113.${last} }`,
      );
      const host = keepalivedHost(`addresses: [${config.join(', ')}]\n`);
      const items = `[{"ip":${ip},"droplet":null},{"ip":"203.0.113.10","droplet":{"id":111}}]`;
      const body = `{"reserved_ips":${items},"links":{}}`;
      const match = { method: 'GET', path: '/v2/reserved_ips' };
      host.world.cloud.faults.add({
        match,
        times: 0,
        fault: { type: 'status', status: 200, body },
      });
      const run = await host.run('status --json --timeout 5');
      expect(JSON.parse(run.stdout).addresses).toMatchObject([
        { owner: { state: 'held', node: '111' } },
        { owner: { state: 'free' } },
      ]);
    },
  );
});
