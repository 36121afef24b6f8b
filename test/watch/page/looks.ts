import type { AddressStatus } from '../../../src/app/status.ts';
import type { AddressLook, Failover, Look } from '../../../src/watch/page/look.ts';
import { problemsOf } from '../../../src/watch/page/problems.ts';

/** What a page may have to show. */

const at = Date.parse('2026-11-29T06:02:03Z');

/** An address that is here and well, but for what is said. */
export function address(given: Partial<AddressLook> & { readonly name: string }): AddressLook {
  return {
    kind: 'digitalocean-reserved-ip',
    ip: '203.0.113.10',
    owner: here,
    role: 'MASTER',
    verdict: 'ok',
    read: { ageMs: 3210, at: 0 },
    ...given,
  };
}

const here: AddressStatus['owner'] = { state: 'held', node: '222', name: 'lb2', self: true };
export const there: AddressStatus['owner'] = {
  state: 'held',
  node: '111',
  name: 'lb1',
  self: false,
};

export function failover(given: Partial<Failover> = {}): Failover {
  return {
    at: at - 60_000,
    id: '1',
    name: 'web',
    ip: '203.0.113.10',
    from: 'lb1 (111)',
    to: 'lb2 (222)',
    outcome: 'moved',
    durationMs: 410,
    phasesMs: { identity: 0, read: 31, write: 62, settle: 280, verify: 37 },
    cause: 'MASTER VI_1, by keepalived',
    ...given,
  };
}

export function look(addresses: readonly AddressLook[], given: Partial<Look> = {}): Look {
  return {
    at,
    cluster: 'prod-lb',
    host: 'node 222 (digitalocean)',
    version: '0.1.0',
    addresses,
    problems: problemsOf(addresses),
    failovers: [
      failover(),
      failover({ id: '2', at: at - 3_600_000, from: null, durationMs: 1220, cause: 'reconcile' }),
      failover({
        id: '3',
        at: at - 90_000_000,
        outcome: 'timed-out',
        durationMs: 60_000,
        phasesMs: { identity: 2, read: 4200, write: 51_000, settle: 0, verify: 0 },
        reason: 'The API did not answer within 60 s: connect ETIMEDOUT 192.0.2.1:443',
      }),
    ],
    ...given,
  };
}

const well = [
  address({ name: 'web' }),
  address({
    name: 'mail',
    ip: '203.0.113.25',
    owner: there,
    role: 'BACKUP',
    verdict: 'elsewhere',
  }),
  address({ name: 'six', kind: 'digitalocean-reserved-ipv6', ip: '2001:db8:1:2:3:4:5:10' }),
];

const unreachable: AddressStatus['owner'] = {
  state: 'unknown',
  error: {
    class: 'transport',
    message: 'The API does not answer: connect ECONNREFUSED 192.0.2.1:443',
    hint: 'Look at the network of this host, and at the status page of the cloud',
  },
};

/** What a cloud may say, of whom nobody knows what it is. */
export const hostileText =
  '"><script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'">&lt;b&gt;';

export const looks = {
  well: look(well),
  moving: look([
    address({
      name: 'web',
      owner: there,
      verdict: 'should-move',
      why: 'MASTER here, but lb1 (111) has it',
      taking: { ms: 1240, cause: 'MASTER VI_1' },
    }),
    ...well.slice(1),
  ]),
  contested: look([
    address({
      name: 'web',
      owner: there,
      verdict: 'contested',
      why: 'MASTER here, but taken by lb1 (111)',
    }),
    ...well.slice(1),
  ]),
  unreachable: look(
    ['web', 'mail', 'six'].map((name) =>
      address({
        name,
        owner: unreachable,
        verdict: 'unknown',
        why: 'its owner could not be read: transport',
        lastSeen: '222',
        read: { ageMs: 754_000, at: 0 },
      }),
    ),
  ),
  many: look(
    Array.from({ length: 200 }, (_, index) =>
      address({
        name: `customer-${String(index + 1).padStart(3, '0')}`,
        ip: `203.0.113.${index}`,
        ...(index % 67 === 5
          ? {
              owner: { state: 'free' },
              verdict: 'should-move',
              why: 'MASTER here, but nobody has it',
            }
          : {}),
      }),
    ),
  ),
  chinese: look(
    [
      address({
        name: '官网入口',
        owner: { state: 'held', node: '222', name: '负载均衡二', self: true },
      }),
      address({
        name: '支付网关-华南一区-生产环境',
        owner: { state: 'free' },
        role: 'BACKUP',
        verdict: 'elsewhere',
        why: 'nobody holds it',
      }),
    ],
    { cluster: '生产集群', failovers: [failover({ name: '官网入口', from: '负载均衡一 (111)' })] },
  ),
  hostile: look(
    [
      address({
        name: hostileText,
        owner: {
          state: 'unknown',
          error: { class: 'denied', message: hostileText, hint: hostileText },
        },
        verdict: 'unknown',
        lastSeen: hostileText,
      }),
      address({
        name: 'x',
        owner: { state: 'held', node: hostileText, self: false },
        verdict: 'elsewhere',
      }),
    ],
    {
      cluster: hostileText,
      failovers: [
        failover({ name: hostileText, from: hostileText, cause: hostileText, reason: hostileText }),
      ],
    },
  ),
} satisfies Readonly<Record<string, Look>>;
