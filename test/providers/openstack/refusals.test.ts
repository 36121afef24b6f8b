import { describe, expect, it } from 'vitest';

import type { HttpReply } from '../../../src/lib/http/http.ts';
import { failureOf } from '../../../src/providers/openstack/failures.ts';
import { retryAfterMs } from '../../../src/providers/openstack/retry-after.ts';
import {
  fip,
  fip2,
  network,
  openstackHost,
  openstackTopology,
  port2,
} from '../../support/openstack-host.ts';
import { reportOf } from '../../support/run-main.ts';

const master = 'notify INSTANCE VI_1 MASTER 200 --json';
const web = 'name: web, ip: 203.0.113.40';
const put = { service: 'openstack-api', method: 'PUT' };

function refused(status: number, type: string): HttpReply {
  const error = { type, message: 'Said so.', detail: '' };
  return { status, headers: {}, body: JSON.stringify({ NeutronError: error }) };
}

const asked = { subject: 'it', host: 'api', wallMs: 0 };

describe('a refusal of Neutron', () => {
  it.each([
    ['BadRequest', 400, 'invalid'],
    ['HTTPBadRequest', 400, 'invalid'],
    ['PolicyNotAuthorized', 403, 'denied'],
    ['FloatingIPNotFound', 404, 'missing'],
    ['PortNotFound', 404, 'stale'],
    ['ExternalGatewayForFloatingIPNotFound', 404, 'invalid'],
    ['FloatingIPPortAlreadyAssociated', 409, 'stale'],
    ['InUse', 409, 'busy'],
    ['RevisionNumberConstraintFailed', 412, 'stale'],
    ['OverLimit', 413, 'throttled'],
    ['a_type_of_next_year', 409, 'busy'],
    ['constructor', 400, 'invalid'],
  ])('%s (%i) is %s', (type, status, expected) => {
    expect(failureOf(refused(status, type), { ...asked, isWrite: true }).class).toBe(expected);
  });

  it.each([500, 503, 504])('with %i leaves open what became of a write', (status) => {
    const reply = refused(status, 'HTTPInternalServerError');
    expect(failureOf(reply, { ...asked, isWrite: true }).class).toBe('ambiguous');
    expect(failureOf(reply, { ...asked, isWrite: false }).class).toBe('transport');
  });

  it('of the token comes in the shape of Keystone', () => {
    const error = { code: 401, title: 'Unauthorized', message: 'Authentication required' };
    const reply = { status: 401, headers: {}, body: JSON.stringify({ error }) };
    expect(failureOf(reply, { ...asked, isWrite: false })).toMatchObject({ class: 'denied' });
  });

  it('is none where something in between answers', () => {
    const page = {
      status: 403,
      headers: { 'content-type': 'text/html' },
      body: '<title>No</title>',
    };
    expect(failureOf(page, { ...asked, isWrite: true }).class).toBe('ambiguous');
    expect(
      failureOf({ ...page, body: '{"message":"no"}' }, { ...asked, isWrite: false }).class,
    ).toBe('transport');
  });
});

it.each([
  [{ 'retry-after': '7' }, 7000],
  [{ 'retry-after': new Date(9000).toUTCString(), date: new Date(2000).toUTCString() }, 7000],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
])('what is asked to wait by %j is %s', (headers, ms) => {
  expect(retryAfterMs({ headers }, 2000)).toBe(ms);
});

describe('a 409 because the port has a floating IP', () => {
  it('after an answer that got lost is that floating IP, and counts as moved', async () => {
    // Slow to show, so that it is asked for once more.
    const host = openstackHost([web]);
    host.world.cloud.faults.add({ match: put, fault: { type: 'lost' } });
    const { results } = reportOf(await host.run(master));
    expect(results).toMatchObject([{ outcome: 'moved' }]);
    const answers = host.world.cloud.received
      .list()
      .flatMap(({ method, answer }) => (method === 'PUT' ? [answer] : []));
    const [first, ...others] = answers;
    expect(first).toBe('reset');
    expect(new Set(others)).toEqual(new Set([409]));
  });

  it('that is another one is final, and says which', async () => {
    const host = openstackHost([web]);
    const { openstack } = host.world.cloud;
    openstack.place(openstack.floatingIps.get(fip2)!, openstack.placeAt(port2));
    const run = await host.run('assign web --json');
    expect(reportOf(run).results).toMatchObject([
      {
        outcome: 'refused',
        error: {
          class: 'invalid',
          message: `Port ${port2} has floating IP 203.0.113.41 on its IP 10.0.7.22, and one is all that an IP can have`,
        },
      },
    ]);
    expect(run.code).toBe(7);
  });
});

describe('a takeover that is refused', () => {
  it('says so where no router leads to the port', async () => {
    const topology = openstackTopology.replace(
      `{ id: ${network} }`,
      `{ id: ${network}, routed: false }`,
    );
    const host = openstackHost([web], { topology });
    const { results } = reportOf(await host.run('assign web --json'));
    expect(results[0]).toMatchObject({ outcome: 'refused', error: { class: 'invalid' } });
    expect(results[0]?.error?.hint).toContain('openstack router add subnet');
  });

  it('says so where there is no such instance', async () => {
    const host = openstackHost([web]);
    const run = await host.run('assign web --to 8e3941b4-a6e9-499f-a1ac-2a4662025fff');
    expect(run.code).toBe(3);
    expect(run.stderr).toContain(
      'OpenStack knows no instance 8e3941b4-a6e9-499f-a1ac-2a4662025fff in this account and region',
    );
    expect(host.asked().filter((one) => one.startsWith('PUT'))).toEqual([]);
  });

  it('by an id and an IP that are not of one floating IP moves nothing', async () => {
    const host = openstackHost([`name: web, id: ${fip}, ip: 203.0.113.41`]);
    const run = await host.run('status');
    expect(run.stdout + run.stderr).toContain('is 203.0.113.40 by its id, and the config says');
  });

  it('is repeated where something in between has answered', async () => {
    const host = openstackHost([web]);
    host.world.cloud.faults.add({ match: put, times: 2, fault: { type: 'html', status: 403 } });
    expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
  });
});
