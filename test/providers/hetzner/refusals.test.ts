import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { HttpReply } from '../../../src/lib/http/http.ts';
import { failureOf } from '../../../src/providers/hetzner/failures.ts';
import { retryAfterMs } from '../../../src/providers/hetzner/retry-after.ts';
import { hetznerHost } from '../../support/hetzner-host.ts';
import { reportOf } from '../../support/run-main.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { hcloudToken } from '../../support/token.ts';

const master = 'notify INSTANCE VI_1 MASTER 200 --json';
const post = { service: 'hetzner-api', method: 'POST' };

function refused(status: number, code: string): HttpReply {
  const error = { code, message: 'Said so.', details: null };
  return { status, headers: {}, body: JSON.stringify({ error }) };
}

function classOf(reply: HttpReply, method: 'GET' | 'POST'): string {
  return failureOf(reply, { method, subject: 'it', host: 'api', wallMs: 0 }).class;
}

describe('a refusal of Hetzner', () => {
  it.each([
    ['locked', 423, 'busy'],
    ['conflict', 409, 'busy'],
    ['resource_unavailable', 422, 'busy'],
    ['rate_limit_exceeded', 429, 'throttled'],
    ['unauthorized', 401, 'denied'],
    ['forbidden', 403, 'denied'],
    ['token_readonly', 403, 'denied'],
    ['not_found', 404, 'missing'],
    ['floating_ip_assigned', 422, 'stale'],
    ['invalid_input', 422, 'invalid'],
    ['protected', 403, 'invalid'],
    ['deprecated_api_endpoint', 410, 'invalid'],
    ['a_code_of_next_year', 409, 'busy'],
    ['a_code_of_next_year', 422, 'invalid'],
    ['constructor', 422, 'invalid'],
  ])('%s (%i) is %s', (code, status, expected) => {
    expect(classOf(refused(status, code), 'POST')).toBe(expected);
  });

  it.each([
    'service_error',
    'server_error',
    'unknown_error',
    'bad_gateway',
    'timeout',
    'maintenance',
  ])('%s leaves open what became of a write', (code) => {
    expect(classOf(refused(503, code), 'POST')).toBe('ambiguous');
    expect(classOf(refused(503, code), 'GET')).toBe('transport');
  });

  it('is none where something in between answers', () => {
    const page = {
      status: 403,
      headers: { 'content-type': 'text/html' },
      body: '<title>No</title>',
    };
    expect(classOf(page, 'POST')).toBe('ambiguous');
    expect(classOf({ status: 422, headers: {}, body: '{"message":"no"}' }, 'GET')).toBe(
      'transport',
    );
  });
});

describe('what Hetzner asks to wait', () => {
  const nowMs = 1_795_219_200_000;
  const headersWith = (resetInS: number, more = {}) => ({
    headers: { 'ratelimit-reset': String(nowMs / 1000 + resetInS), ...more },
  });

  it('is the next request that comes back, not all of them', () => {
    const full = headersWith(3599, { 'ratelimit-limit': '3600' });
    expect(retryAfterMs(full, nowMs)).toBe(1000);
    expect(retryAfterMs(headersWith(3599, { 'ratelimit-limit': '900' }), nowMs)).toBe(4000);
    expect(retryAfterMs(headersWith(3599), nowMs)).toBe(1000);
  });

  it('is all of it where that is soon', () => {
    expect(retryAfterMs(headersWith(7), nowMs)).toBe(7000);
  });

  it('is counted from the date of the answer', () => {
    const date = new Date(nowMs - 3_600_000).toUTCString();
    expect(retryAfterMs(headersWith(7 - 3600, { date }), nowMs)).toBe(7000);
  });

  it('is nothing where it has passed, or nobody says', () => {
    expect(retryAfterMs(headersWith(-1), nowMs)).toBeUndefined();
    expect(retryAfterMs({ headers: {} }, nowMs)).toBeUndefined();
  });
});

describe('a takeover that is refused', () => {
  it('waits for an action that runs on the server', async () => {
    const host = hetznerHost(['name: web, id: 4711']);
    host.world.cloud.hetzner.servers.get(22_222)!.busyUntilMs = host.clock.wall() + 2000;
    const { results } = reportOf(await host.run(master));
    expect(results).toMatchObject([{ outcome: 'moved' }]);
    expect(host.clock.now()).toBeGreaterThan(2000);
  });

  it('says so where the server is in another network zone', async () => {
    const host = hetznerHost(['name: web, id: 4711']);
    const run = await host.run('assign web --to 33333 --json');
    expect(reportOf(run).results).toMatchObject([
      {
        outcome: 'refused',
        error: {
          class: 'invalid',
          message: '203.0.113.20 belongs to network zone eu-central, server 33333 is in us-east',
          hint: 'A floating IP never leaves its network zone: make one in us-east',
        },
      },
    ]);
    const dry = await host.run('assign web --to 33333 --dry-run --json');
    expect(reportOf(dry).results[0]?.error?.message).toContain('is in us-east');
  });

  it('says so where there is no such server', async () => {
    const host = hetznerHost(['name: web, id: 4711']);
    const run = await host.run('assign web --to 44444');
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('Hetzner knows no server 44444 in this account');
  });

  it('by an id and an IP that are not of one floating IP moves nothing', async () => {
    const host = hetznerHost(['name: web, id: 4711, ip: 203.0.113.21']);
    const run = await host.run('status');
    expect(run.stdout + run.stderr).toContain(
      'Floating IP 4711 is 203.0.113.20, and the config says 203.0.113.21',
    );
  });

  it('for its token reads that again', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'hcloud_token');
    writeFileSync(file, 'one-that-was-deleted', { mode: 0o600 });
    const env = { HCLOUD_TOKEN: undefined, CREDENTIALS_DIRECTORY: folder };
    const host = hetznerHost(['name: web, id: 4711'], { env });
    const match = { service: 'hetzner-metadata' };
    host.world.cloud.faults.add({ match, times: 0, fault: { type: 'latency', ms: 300 } });
    host.clock.after(100, () => writeFileSync(file, hcloudToken));
    expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
    expect(host.world.cloud.received.list().filter(({ answer }) => answer === 401)).toHaveLength(1);
  });

  it('for its token says where that comes from', async () => {
    const host = hetznerHost(['name: web, id: 4711'], { env: { HCLOUD_TOKEN: 'no-such-token' } });
    const run = await host.run(master);
    expect(run.code).toBe(4);
    expect(run.stderr).toContain('environment variable HCLOUD_TOKEN');
    expect(run.stdout + run.stderr).not.toContain('no-such-token');
  });

  it('is repeated where something in between has answered', async () => {
    const host = hetznerHost(['name: web, id: 4711']);
    host.world.cloud.faults.add({ match: post, times: 2, fault: { type: 'html', status: 403 } });
    expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
  });
});

describe('a release', () => {
  it('of what was taken away in the meantime does no harm', async () => {
    const host = hetznerHost(['name: web, id: 4711']);
    const { hetzner, faults } = host.world.cloud;
    hetzner.place(hetzner.floatingIps.get(4711)!, 22_222);
    faults.add({ match: post, fault: { type: 'latency', ms: 300 } });
    faults.add({ match: post, fault: { type: 'refuse', code: 'invalid_input' } });
    host.clock.after(100, () => hetzner.place(hetzner.floatingIps.get(4711)!, null));
    const { results } = reportOf(await host.run('release web --json'));
    expect(results[0]?.error).toBeUndefined();
    expect(hetzner.floatingIps.get(4711)?.server).toBeNull();
  });
});
