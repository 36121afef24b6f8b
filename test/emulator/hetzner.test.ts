import { describe, expect, it } from 'vitest';

import { askCloud } from '../support/ask-cloud.ts';
import type { AskedCloud } from '../support/ask-cloud.ts';
import { hcloudToken } from '../support/token.ts';

interface Asked {
  readonly cloud: AskedCloud;
  get(path: string): ReturnType<AskedCloud['get']>;
  post(path: string, body: unknown): ReturnType<AskedCloud['post']>;
}

function start(more = ''): Asked {
  const cloud = askCloud(
    `
hetzner:
  tokens: [{ token: ${hcloudToken} }, { token: thin, permission: Read }]
  actionMs: 1000
  ${more}
  servers:
    - { id: 111, name: lb1, location: fsn1 }
    - { id: 222, name: lb2, location: nbg1 }
    - { id: 333, name: far, location: ash }
  floatingIps:
    - { id: 1, ip: 203.0.113.20, location: fsn1, server: 111 }
    - { id: 2, ip: '2001:db8:20::/64', location: fsn1 }
`,
    'hetzner',
  );
  const authorization = `Bearer ${hcloudToken}`;
  return {
    cloud,
    get: (path) => cloud.get(`/v1/${path}`, authorization),
    post: (path, body) => cloud.post(`/v1/${path}`, body, authorization),
  };
}

const assign = 'floating_ips/1/actions/assign';
const unassign = 'floating_ips/1/actions/unassign';

function refusalOf({ status, body }: { status: number; body: any }): readonly unknown[] {
  return [status, body.error.code];
}

describe("Hetzner's API in the embedded cloud", () => {
  it('moves a floating IP when its action is over, and locks it until then', () => {
    const { cloud, get, post } = start();
    const accepted = post(assign, { server: 222 });
    expect(accepted).toMatchObject({ status: 201, body: { action: { status: 'running' } } });
    cloud.nowMs += 999;
    expect(get('floating_ips/1').body.floating_ip.server).toBe(111);
    for (const [path, body] of [
      [assign, { server: 111 }],
      [unassign, ''],
    ] as const) {
      expect(refusalOf(post(path, body))).toEqual([423, 'locked']);
    }
    cloud.nowMs += 1;
    expect(get('floating_ips/1').body.floating_ip.server).toBe(222);
    const { id } = accepted.body.action;
    expect(get(`actions/${id}`).body.action).toMatchObject({ status: 'success', progress: 100 });
    expect(get(`actions?id=${id}`).body.actions).toHaveLength(1);
  });

  it('refuses what cannot be', () => {
    const { get, post } = start();
    expect(refusalOf(post(assign, { server: 111 }))).toEqual([422, 'floating_ip_assigned']);
    expect(refusalOf(post(assign, { server: 333 }))).toEqual([422, 'invalid_input']);
    expect(refusalOf(post(assign, { server: 444 }))).toEqual([404, 'not_found']);
    expect(refusalOf(post(assign, { server: '222' }))).toEqual([422, 'invalid_input']);
    expect(refusalOf(post(assign, { server: null }))).toEqual([422, 'invalid_input']);
    expect(refusalOf(post(assign, '{'))).toEqual([400, 'json_error']);
    expect(refusalOf(post('floating_ips/2/actions/unassign', ''))).toEqual([422, 'invalid_input']);
    expect(refusalOf(get('floating_ips/3'))).toEqual([404, 'not_found']);
    expect(refusalOf(get('floating_ips?per_page=51'))).toEqual([422, 'invalid_input']);
    expect(refusalOf(get('actions'))).toEqual([410, 'deprecated_api_endpoint']);
  });

  it('knows the token, and what it may do', () => {
    const { cloud } = start();
    expect(refusalOf(cloud.get('/v1/floating_ips', 'Bearer no'))).toEqual([401, 'unauthorized']);
    expect(cloud.get('/v1/floating_ips', 'Bearer thin').status).toBe(200);
    const refused = cloud.post(`/v1/${assign}`, { server: 222 }, 'Bearer thin');
    expect(refusalOf(refused)).toEqual([403, 'token_readonly']);
  });

  it('counts requests in a bucket that fills bit by bit', () => {
    const { cloud, get } = start('limits: { perHour: 3600 }');
    for (let sent = 0; sent < 3600; sent += 1) get('floating_ips/1');
    const refused = get('floating_ips/1');
    expect(refusalOf(refused)).toEqual([429, 'rate_limit_exceeded']);
    expect(refused.headers).toMatchObject({
      'ratelimit-limit': '3600',
      'ratelimit-remaining': '0',
      'ratelimit-reset': String(cloud.nowMs / 1000 + 3600),
    });
    cloud.nowMs += 1000;
    expect(get('floating_ips/1').status).toBe(200);
    expect(get('floating_ips/1').status).toBe(429);
  });

  it('refuses with any code that a fault asks for', () => {
    const { cloud, get } = start();
    const match = { service: 'hetzner-api' };
    cloud.cloud.faults.add({ match, fault: { type: 'refuse', code: 'maintenance' } });
    expect(refusalOf(get('floating_ips/1'))).toEqual([503, 'maintenance']);
  });

  it('has 25 on a page, or as many as are asked for', () => {
    const { get } = start();
    expect(get('floating_ips').body.meta.pagination).toMatchObject({
      per_page: 25,
      next_page: null,
    });
    const first = get('floating_ips?per_page=1').body;
    expect(first.floating_ips).toMatchObject([{ id: 1, ip: '203.0.113.20', type: 'ipv4' }]);
    expect(first.meta.pagination).toMatchObject({ next_page: 2, last_page: 2, total_entries: 2 });
    const second = get('floating_ips?per_page=1&page=2').body;
    expect(second.floating_ips).toMatchObject([{ ip: '2001:db8:20::/64', type: 'ipv6' }]);
  });
});

describe('the metadata service of a server', () => {
  const ask = (path: string) => start().cloud.metadata('111', `/hetzner/v1/metadata${path}`);

  it('says each value in plain text, and all of them as YAML', () => {
    expect(ask('/instance-id')).toMatchObject({ status: 200, body: '111' });
    expect(ask('/region').body).toBe('eu-central');
    expect(ask('').body).toContain('instance-id: 111\n');
  });

  it('answers without a body where there is nothing', () => {
    expect(ask('/local-ipv4')).toMatchObject({ status: 204, body: '' });
    expect(ask('/private-networks').status).toBe(204);
    expect(ask('/no-such-thing').status).toBe(404);
  });
});
