import { describe, expect, it } from 'vitest';

import type { FaultRule } from '../../src/emulator/faults.ts';
import { digitaloceanKinds } from '../contract/digitalocean-kinds.ts';
import type { Fault, KindCase } from '../contract/kind-case.ts';
import { expectMoved, resultOf, sceneWith } from '../contract/scene.ts';
import { tencentKinds } from '../contract/tencent-kinds.ts';

/**
 * One answer that is not the cloud's, in place of any one answer of a takeover: the address has to get
 * here all the same.
 */

const json = { 'content-type': 'application/json' };
const bare = (status: number, body = ''): Fault => ({ type: 'status', status, body });
const ofGateway = (status: number, body: string): Fault => ({
  type: 'status',
  status,
  body,
  headers: json,
});
const page = (status: number): Fault => ({ type: 'html', status });
const throttled = (headers: Record<string, string>): Fault => ({
  type: 'status',
  status: 429,
  headers,
});

const oddAnswers: Readonly<Record<string, Fault>> = {
  'a page, 200': page(200),
  'a page, 400': page(400),
  'a page, 403': page(403),
  'a page, 404': page(404),
  'a page, 407': page(407),
  'a page, 422': page(422),
  'nothing, 200': bare(200),
  'nothing, 204': bare(204),
  'nothing, 401': bare(401),
  'nothing, 418': bare(418),
  'nothing, 500': bare(500),
  'nothing, 407': bare(407),
  'a redirect': { type: 'status', status: 302, headers: { location: 'https://login.test/' } },
  null: ofGateway(200, 'null'),
  'an empty object': ofGateway(200, '{}'),
  'a gateway, 403': ofGateway(403, '{"message":"Forbidden"}'),
  'a gateway, 401': ofGateway(401, '{"error":"unauthorized","message":"No token"}'),
  'a gateway, 404': ofGateway(404, '{"id":404,"message":"No such route"}'),
  'wait for a day': throttled({ 'retry-after': '86400' }),
  'wait for ever': throttled({ 'retry-after': '1e300' }),
  'wait until 2100': throttled({ 'ratelimit-remaining': '0', 'ratelimit-reset': '4102444800' }),
  'wait since 1970': throttled({
    'ratelimit-reset': '1795219260',
    date: 'Thu, 01 Jan 1970 00:00:01 GMT',
  }),
};

type Rule = Pick<FaultRule, 'match' | 'skip'>;

const api = { service: 'tencent-api' } as const;
const task = { match: { ...api, action: 'DescribeTaskResult' } };
const vpcTask = { match: { ...api, action: 'DescribeVpcTaskResult' } };

function looksAt(match: NonNullable<FaultRule['match']>): Readonly<Record<string, Rule>> {
  return {
    'first look': { match },
    'second look': { match, skip: 1 },
    'third look': { match, skip: 2 },
  };
}

/** The requests of a takeover that answer something, but for its writes. */
const places: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  'digitalocean-reserved-ip': {
    ...looksAt({ method: 'GET', path: '/v2/reserved_ips/*' }),
    operation: { match: { method: 'GET', path: '/v2/actions/*' } },
  },
  'digitalocean-reserved-ipv6': {
    ...looksAt({ method: 'GET', path: '/v2/reserved_ipv6/*' }),
    operation: { match: { method: 'GET', path: '/v2/actions/*' } },
  },
  'tencent-eip': {
    ...looksAt({ ...api, action: 'DescribeAddresses' }),
    target: { match: { ...api, action: 'DescribeNetworkInterfaces' } },
    operation: task,
  },
  'tencent-havip': looksAt({ ...api, action: 'DescribeHaVips' }),
  'tencent-private-ip': {
    ...looksAt({ ...api, action: 'DescribeNetworkInterfaces' }),
    operation: vpcTask,
  },
};

function rulesFor({ kind, move }: KindCase): Readonly<Record<string, Rule>> {
  const cloud = kind.startsWith('tencent-') ? 'tencent' : 'digitalocean';
  // Nothing answers an announcement.
  const writes = move.filter(({ service }) => service !== 'tencent-arp');
  return {
    identity: { match: { service: `${cloud}-metadata` } },
    ...places[kind],
    ...Object.fromEntries(writes.map((match, index) => [`write ${index + 1}`, { match }])),
  };
}

const kindCases = [...digitaloceanKinds, ...tencentKinds];

/** A hook, and now and then somebody at a terminal. */
function commandFor(index: number): string {
  return index % 3 === 0 ? 'assign web --json' : 'notify INSTANCE VI_1 MASTER 200 --json';
}

describe.each(kindCases)('one odd answer in a takeover of a $kind', (of) => {
  it.each(Object.entries(rulesFor(of)))('to its %s', async (_place, rule) => {
    for (const [index, [what, fault]] of Object.entries(oddAnswers).entries()) {
      const scene = sceneWith(of, of.other);
      const { cloud } = scene.host.world;
      cloud.faults.add({ ...rule, fault });
      const run = await scene.host.run(commandFor(index));
      expect(cloud.faults.list(), `${what} was met`).toEqual([]);
      try {
        expectMoved(scene, run);
      } catch (error) {
        throw new Error(`${what}: ${run.stderr}`, { cause: error });
      }
    }
  });
});

it('is named as what it is, where it lasts', async () => {
  const [of] = digitaloceanKinds;
  const scene = sceneWith(of!, of!.other);
  scene.host.world.cloud.faults.add({ match: { method: 'POST' }, times: 0, fault: page(403) });
  const run = await scene.host.run('assign web --json --timeout 5');
  expect(resultOf(scene, run)).toMatchObject({
    outcome: 'timed-out',
    error: {
      message: expect.stringContaining(
        'Something between this host and api.cloud.test answered 403 with text/html instead of the API, for reserved IP 203.0.113.10: 403',
      ),
      hint: 'Look for a proxy, a firewall or a captive portal on the way, and check the endpoint in the config',
    },
  });
});
