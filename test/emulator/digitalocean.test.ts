import { describe, expect, it } from 'vitest';

import { askCloud } from '../support/ask-cloud.ts';
import type { AskedCloud } from '../support/ask-cloud.ts';
import { token } from '../support/token.ts';

function start(more = ''): AskedCloud {
  return askCloud(`
digitalocean:
  tokens:
    - { token: ${token} }
    - { token: thin, scopes: ['reserved_ip:read'] }
  actionMs: 1000
  metadata: { lagMs: 5000 }
  ${more}
  droplets:
    - { id: 111, name: lb1, region: nyc3 }
    - { id: 222, name: lb2, region: nyc3 }
    - { id: 333, name: far, region: ams3 }
  reservedIps:
    - { ip: 203.0.113.10, region: nyc3, droplet: 111 }
    - { ip: 203.0.113.11, region: nyc3 }
    - { ip: '2001:db8::10', region: nyc3, droplet: 111 }
    - { ip: '2001:db8::11', region: nyc3 }
`);
}

const actions = '/v2/reserved_ips/203.0.113.10/actions';
const assign = (droplet: unknown) => ({ type: 'assign', droplet_id: droplet });

describe("DigitalOcean's API in the embedded cloud", () => {
  it('moves an address when its action is over, not before', () => {
    const cloud = start();
    const accepted = cloud.post(actions, assign(222));
    expect(accepted).toMatchObject({
      status: 201,
      body: { action: { status: 'in-progress', type: 'assign_ip' } },
    });
    const look = () => cloud.get('/v2/reserved_ips/203.0.113.10').body.reserved_ip;
    expect(look()).toMatchObject({ droplet: { id: 111 }, locked: true });
    cloud.nowMs += 999;
    expect(look()).toMatchObject({ droplet: { id: 111 }, locked: true });
    cloud.nowMs += 1;
    expect(look()).toMatchObject({ droplet: { id: 222 }, locked: false });
    const { id } = accepted.body.action;
    for (const path of [`/v2/actions/${id}`, `${actions}/${id}`]) {
      expect(cloud.get(path).body.action).toMatchObject({ id, status: 'completed' });
    }
  });

  it('takes an address from its Droplet', () => {
    const cloud = start();
    expect(cloud.post(actions, { type: 'unassign' }).status).toBe(201);
    cloud.nowMs += 1000;
    expect(cloud.get('/v2/reserved_ips/203.0.113.10').body.reserved_ip.droplet).toBeNull();
    expect(cloud.post(actions, { type: 'unassign' }).status).toBe(422);
  });

  it('refuses a second action while one is pending', () => {
    const cloud = start();
    cloud.post(actions, assign(222));
    expect(cloud.post(actions, assign(222))).toMatchObject({
      status: 422,
      body: { id: 'unprocessable_entity', message: 'The floating IP already has a pending event.' },
    });
  });

  it('refuses a Droplet that is busy, or about to get another address', () => {
    const cloud = start();
    const pending = { status: 422, body: { message: 'Droplet already has a pending event.' } };
    cloud.post('/v2/reserved_ips/203.0.113.11/actions', assign(222));
    expect(cloud.post(actions, assign(222))).toMatchObject(pending);
    const droplet = cloud.cloud.digitalocean.droplets.get(111);
    if (droplet) droplet.busyUntilMs = cloud.nowMs + 1;
    expect(cloud.post('/v2/reserved_ipv6/2001:db8::11/actions', assign(111))).toMatchObject(
      pending,
    );
  });

  it('refuses a second address of the same version on one Droplet, that very one included', () => {
    const cloud = start();
    for (const ip of ['203.0.113.10', '203.0.113.11']) {
      expect(cloud.post(`/v2/reserved_ips/${ip}/actions`, assign(111))).toMatchObject({
        status: 422,
      });
    }
    expect(cloud.post('/v2/reserved_ipv6/2001:db8::11/actions', assign(222)).status).toBe(201);
    expect(cloud.post(actions, assign(222)).status).toBe(201);
  });

  it.each([
    ['a Droplet in another region', actions, assign(333), 422],
    ['a Droplet that does not exist', actions, assign(999), 404],
    ['a Droplet id as text', actions, assign('222'), 422],
    ['a fraction as Droplet id', actions, assign(22.5), 422],
    ['no Droplet id', actions, { type: 'assign' }, 422],
    ['an unknown action', actions, { type: 'attach', droplet_id: 222 }, 422],
    ['no action', actions, {}, 422],
    ['a body that is no JSON', actions, 'type=assign', 400],
    [
      'an address that is not in the account',
      '/v2/reserved_ips/198.51.100.1/actions',
      assign(222),
      404,
    ],
    [
      'an IPv6 address in the IPv4 collection',
      '/v2/reserved_ips/2001:db8::10/actions',
      assign(222),
      404,
    ],
    ['a path that does not exist', '/v2/reserved_ips/203.0.113.10/moves', assign(222), 404],
  ])('refuses %s', (_what, path, body, status) => {
    const cloud = start();
    expect(cloud.post(path, body).status).toBe(status);
    cloud.nowMs += 10_000;
    expect(cloud.get('/v2/reserved_ips/203.0.113.10').body.reserved_ip.droplet.id).toBe(111);
  });

  it('knows its tokens and their scopes', () => {
    const cloud = start();
    const ask = (authorization: string) =>
      cloud.get('/v2/reserved_ips/203.0.113.10', authorization);
    for (const wrong of ['', 'Bearer wrong', `Basic ${token}`, token]) {
      expect(ask(wrong)).toMatchObject({ status: 401, body: { id: 'unauthorized' } });
    }
    expect(ask('Bearer thin').body.reserved_ip).not.toHaveProperty('droplet');
    expect(cloud.get('/v2/droplets/111', 'Bearer thin')).toMatchObject({
      status: 403,
      body: { id: 'forbidden' },
    });
    expect(cloud.post(actions, assign(222), 'Bearer thin').status).toBe(403);
  });

  it('has the spelling of IPv6 as it may come', () => {
    const cloud = start();
    for (const ip of ['2001:db8::10', '2001%3ADB8%3A0%3A%3A10']) {
      expect(cloud.get(`/v2/reserved_ipv6/${ip}`).body.reserved_ipv6).toMatchObject({
        ip: '2001:db8::10',
        region_slug: 'nyc3',
        droplet: { id: 111 },
      });
    }
    expect(cloud.get('/v2/reserved_ipv6/2001:db8::11').body.reserved_ipv6.droplet).toBeNull();
    const { reserved_ipv6s: listed } = cloud.get('/v2/reserved_ipv6').body;
    expect(listed.map((one: object) => 'droplet' in one)).toEqual([true, false]);
    expect(Object.keys(listed[0])).not.toContain('locked');
  });

  it('pages', () => {
    const cloud = start();
    expect(cloud.get('/v2/reserved_ips').body).toMatchObject({ links: {}, meta: { total: 2 } });
    expect(cloud.get('/v2/reserved_ips?per_page=1&page=1').body).toMatchObject({
      reserved_ips: [{ ip: '203.0.113.10' }],
      links: { pages: { next: 'https://cloud/v2/reserved_ips?page=2&per_page=1' } },
    });
    expect(cloud.get('/v2/reserved_ips?per_page=1&page=2').body.links.pages).not.toHaveProperty(
      'next',
    );
    for (const query of ['per_page=201', 'per_page=0', 'page=x']) {
      expect(cloud.get(`/v2/reserved_ips?${query}`).status).toBe(422);
    }
  });

  it('limits requests by the minute, saying how long to wait', () => {
    const cloud = start('limits: { perMinute: 3, perHour: 100 }');
    const statuses = [1, 2, 3, 4].map(() => cloud.get('/v2/account').status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    cloud.nowMs += 20_000;
    expect(cloud.get('/v2/account').headers).toMatchObject({ 'retry-after': '40' });
    cloud.nowMs += 40_000;
    expect(cloud.get('/v2/account').status).toBe(200);
  });

  it('limits requests by the hour, saying only when the oldest one expires', () => {
    const cloud = start('limits: { perMinute: 100, perHour: 2 }');
    const first = cloud.get('/v2/account');
    expect(first.headers).toMatchObject({ 'ratelimit-limit': '2', 'ratelimit-remaining': '1' });
    cloud.get('/v2/account');
    const refused = cloud.get('/v2/account');
    expect(refused).toMatchObject({ status: 429, body: { id: 'too_many_requests' } });
    expect(refused.headers).not.toHaveProperty('retry-after');
    expect(refused.headers['ratelimit-reset']).toBe(String((cloud.nowMs + 3_600_000) / 1000));
  });

  it('limits each token on its own, and gives every answer a request id', () => {
    const cloud = start('limits: { perMinute: 1, perHour: 100 }');
    expect(cloud.get('/v2/account').status).toBe(200);
    expect(cloud.get('/v2/reserved_ips', 'Bearer thin').status).toBe(200);
    const refused = cloud.get('/v2/account');
    expect(refused.headers['x-request-id']).toBe(refused.body.request_id);
  });
});

describe('the metadata service in the embedded cloud', () => {
  it('tells each Droplet about itself', () => {
    const cloud = start();
    expect(cloud.metadata('111', '/metadata/v1/id').body).toBe('111');
    expect(cloud.metadata('222', '/metadata/v1/region').body).toBe('nyc3');
    expect(cloud.metadata('222', '/metadata/v1.json').body).toMatchObject({
      droplet_id: 222,
      tags: null,
    });
    expect(cloud.metadata('111', '/metadata/v1/interfaces/public/0/anchor_ipv4/address').body).toBe(
      '10.17.0.111',
    );
    expect(cloud.metadata('111', '/metadata/v1/reserved_ip/ipv4/ip_address').body).toBe(
      '203.0.113.10',
    );
  });

  it('has an index, redirects to it, and knows nothing else', () => {
    const cloud = start();
    expect(cloud.metadata('111', '/metadata/v1/').body.split('\n')).toEqual(
      expect.arrayContaining(['id', 'hostname', 'region', 'interfaces/', 'reserved_ip/']),
    );
    expect(cloud.metadata('111', '/metadata/v1')).toMatchObject({
      status: 301,
      headers: { location: '/metadata/v1/' },
    });
    expect(cloud.metadata('111', '/metadata/v1/token').status).toBe(404);
    expect(cloud.metadata('unknown', '/metadata/v1/id').status).toBe(404);
  });

  it('hears of a move late', () => {
    const cloud = start();
    cloud.post(actions, assign(222));
    const active = (node: string) =>
      cloud.metadata(node, '/metadata/v1.json').body.reserved_ip.ipv4;
    cloud.nowMs += 1000 + 4999;
    expect([active('111').active, active('222').active]).toEqual([true, false]);
    cloud.nowMs += 1;
    expect(active('111')).toEqual({ active: false });
    expect(active('222')).toEqual({ active: true, ip_address: '203.0.113.10' });
  });
});
