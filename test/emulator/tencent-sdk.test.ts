import { Agent } from 'node:http';

import { Client } from 'tencentcloud-sdk-nodejs/tencentcloud/services/vpc/v20170312/vpc_client.js';
import { describe, expect, it } from 'vitest';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { tencentTopology } from '../support/tencent-topology.ts';
import { secretId, secretKey } from '../support/token.ts';

/** The vendor's own client, over a socket. */
function client(
  { endpoint }: ServedCloud,
  { key = secretKey, reqMethod = 'POST' }: { key?: string; reqMethod?: 'POST' | 'GET' } = {},
): Client {
  return new Client({
    credential: { secretId, secretKey: key },
    region: 'ap-guangzhou',
    profile: {
      // Without an agent it would go through `$http_proxy`, even to loopback.
      httpProfile: {
        protocol: 'http://',
        endpoint: new URL(endpoint).host,
        reqMethod,
        agent: new Agent(),
      },
    },
  });
}

const start = (more = ''): Promise<ServedCloud> =>
  startServedCloud(tencentTopology(more).replace('taskMs: 1000', 'taskMs: 0'));

describe("the vendor's SDK", () => {
  it.each(['POST', 'GET'] as const)('is understood: %s', async (reqMethod) => {
    const vpc = client(await start(), { reqMethod });
    const request = { Filters: [{ Name: 'instance-id', Values: ['ins-aaaaaaaa'] }], Limit: 5 };
    const { AddressSet: [address] = [] } = await vpc.DescribeAddresses(request);
    expect(address).toMatchObject({ AddressId: 'eip-11111111', AddressStatus: 'BIND' });
    const task = await vpc.DisassociateAddress({
      AddressId: 'eip-11111111',
      ReallocateNormalPublicIp: false,
    });
    const { Result: result } = await vpc.DescribeTaskResult({ TaskId: Number(task.TaskId) });
    expect(result).toBe('SUCCESS');
    await vpc.AssociateAddress({ AddressId: 'eip-11111111', InstanceId: 'ins-bbbbbbbb' });
    const moved = await vpc.DescribeAddresses({ AddressIds: ['eip-11111111'] });
    expect(moved.AddressSet?.[0]?.InstanceId).toBe('ins-bbbbbbbb');
  });

  it('is told why it is refused', async () => {
    const served = await start();
    await expect(client(served, { key: 'wrong' }).DescribeHaVips({})).rejects.toMatchObject({
      code: 'AuthFailure.SignatureFailure',
      requestId: expect.stringMatching(/-/),
    });
    await expect(
      client(served).AssociateAddress({ AddressId: 'eip-11111111', InstanceId: 'ins-bbbbbbbb' }),
    ).rejects.toMatchObject({ code: 'UnsupportedOperation.AddressStatusNotPermit' });
  });
});

describe('one listener', () => {
  it("serves both clouds' APIs", async () => {
    const served = await startServedCloud(`${tencentTopology()}
digitalocean:
  droplets: [{ id: 111, name: lb1, region: nyc3 }]
  reservedIps: [{ ip: 203.0.113.77, region: nyc3 }]
`);
    const headers = { authorization: 'Bearer dop_v1_rehearsal' };
    const reply = await fetch(`${served.endpoint}/v2/reserved_ips`, { headers });
    expect(await reply.json()).toMatchObject({ reserved_ips: [{ ip: '203.0.113.77' }] });
    await client(served).DescribeHaVips({});
    const seen = served.cloud.received.list().map(({ service }) => service);
    expect(seen).toEqual(['digitalocean-api', 'tencent-api']);
  });
});

describe('metadata services', () => {
  it('listen for an instance each, and for all that they know by their source', async () => {
    const topology = tencentTopology("metadata: { listen: '127.0.0.1:0' }")
      .replace('name: lb1', "name: lb1\n      metadata: '127.0.0.1:0'")
      .replace('name: lb2', 'name: lb2\n      source: 127.0.0.1');
    const { metadata } = await startServedCloud(topology);
    expect([...metadata.keys()]).toEqual(['ins-aaaaaaaa', 'tencent-common']);
    const ids = [...metadata.values()].map(async (url) => {
      const reply = await fetch(`${url}/latest/meta-data/instance-id`);
      return await reply.text();
    });
    expect(await Promise.all(ids)).toEqual(['ins-aaaaaaaa', 'ins-bbbbbbbb']);
  });
});
