import { describe, expect, it } from 'vitest';

import { askOpenstack } from '../support/ask-openstack.ts';
import {
  fip,
  lb1,
  network,
  openstackServers,
  otherNetwork,
  port1,
  port2,
  port3,
  port4,
  vipId,
} from '../support/openstack-host.ts';
import { openstackSecret } from '../support/token.ts';

function start(more = '') {
  const topology = `${openstackServers.replace('credentials: [', `credentials: [{ id: thin, secret: thin, role: reader }, { id: boss, secret: boss, role: admin }, { id: narrow, secret: narrow, accessRules: ['GET /v2.0/floatingips/*'] }, `)}
  ${more}
  floatingIps:
    - { id: ${fip}, ip: 203.0.113.40, port: ${port1} }
    - { id: ${fip.replace(/.$/, '2')}, ip: 203.0.113.41 }
  vipPorts: [{ id: ${vipId}, ip: 10.0.7.99, network: ${network}, port: ${port1} }]
`;
  return askOpenstack(topology);
}

const refusalOf = ({ status, body }: { status: number; body: any }): readonly unknown[] => [
  status,
  body.NeutronError?.type ?? body.error?.title,
];
const to = (port: unknown, more: object = {}) => ({ floatingip: { port_id: port, ...more } });

describe('Keystone in the embedded cloud', () => {
  it('gives tokens for a while, with a catalog', () => {
    const { asked, login, get } = start('tokenMs: 1000');
    const { status, body, headers } = login('floatip', openstackSecret);
    expect(status).toBe(201);
    expect(body.token.catalog.map(({ type }: any) => type)).toEqual(['identity', 'network']);
    expect(body.token.roles).toEqual([{ id: 'member', name: 'member' }]);
    expect(headers['x-subject-token']).toMatch(/^gAAAAA/);
    expect(get('floatingips').status).toBe(200);
    asked.nowMs += 1000;
    expect(refusalOf(get('floatingips'))).toEqual([401, 'Unauthorized']);
  });

  it('refuses what it does not know', () => {
    const { login, loginWith } = start();
    expect(refusalOf(login('floatip', 'wrong'))).toEqual([401, 'Unauthorized']);
    expect(refusalOf(loginWith({}))).toEqual([400, 'Bad Request']);
  });

  it('holds a caller to its role and its access rules', () => {
    const { as } = start();
    const reader = as('thin', 'thin');
    expect(reader.get('floatingips').status).toBe(200);
    expect(refusalOf(reader.put(fip, to(port2)))).toEqual([403, 'PolicyNotAuthorized']);
    const narrow = as('narrow', 'narrow');
    expect(narrow.get(`floatingips/${fip}`).status).toBe(200);
    expect(refusalOf(narrow.get('floatingips'))).toEqual([401, 'Unauthorized']);
  });

  it('shows where a port is bound to administrators alone', () => {
    const { as, get } = start();
    expect(get(`ports/${port1}`).body.port['binding:host_id']).toBeUndefined();
    expect(as('boss', 'boss').get(`ports/${port1}`).body.port['binding:host_id']).toBe('compute1');
  });
});

describe('Neutron in the embedded cloud', () => {
  it('moves a floating IP before it answers, and has it ACTIVE later', () => {
    const { asked, get, put } = start('agentMs: 500');
    expect(put(fip, to(port2)).body.floatingip).toMatchObject({
      port_id: port2,
      fixed_ip_address: '10.0.7.22',
      status: 'DOWN',
      revision_number: 2,
    });
    asked.nowMs += 500;
    const { floatingip } = get(`floatingips/${fip}`).body;
    expect(floatingip).toMatchObject({ port_id: port2, status: 'ACTIVE' });
    expect(floatingip.port_details.device_id).toMatch(/^8e3941b4/);
  });

  it('goes on showing what was, where its servers lag', () => {
    const { asked, get, put } = start('lagMs: 700');
    put(fip, to(port2));
    expect(get(`floatingips/${fip}`).body.floatingip.port_id).toBe(port1);
    asked.nowMs += 700;
    expect(get(`floatingips/${fip}`).body.floatingip.port_id).toBe(port2);
  });

  it.each([[{ floatingip: {} }], [to(null)]])('takes it from everybody by %j', (body) => {
    const { get, put } = start();
    expect(put(fip, body).status).toBe(200);
    expect(get(`floatingips/${fip}`).body.floatingip).toMatchObject({
      port_id: null,
      port_details: null,
      status: 'DOWN',
    });
  });

  it('refuses what cannot be', () => {
    const { get, put } = start();
    const gone = port1.replace(/.$/, 'f');
    expect(refusalOf(put(fip, to(port1)))).toEqual([409, 'FloatingIPPortAlreadyAssociated']);
    expect(refusalOf(put(fip.replace(/.$/, '2'), to(port1)))).toEqual([
      409,
      'FloatingIPPortAlreadyAssociated',
    ]);
    expect(refusalOf(put(fip, to(port4)))).toEqual([404, 'ExternalGatewayForFloatingIPNotFound']);
    expect(refusalOf(put(fip, to(gone)))).toEqual([404, 'PortNotFound']);
    expect(refusalOf(put(fip, to('eth0')))).toEqual([400, 'HTTPBadRequest']);
    expect(refusalOf(put(fip, to(port2, { fixed_ip_address: '10.9.9.9' })))).toEqual([
      400,
      'BadRequest',
    ]);
    expect(refusalOf(put(fip, to(null, { fixed_ip_address: '10.0.7.22' })))).toEqual([
      400,
      'HTTPBadRequest',
    ]);
    expect(refusalOf(put(fip, to(port2, { server: lb1 })))).toEqual([400, 'HTTPBadRequest']);
    expect(refusalOf(put(fip, { port_id: port2 }))).toEqual([400, 'HTTPBadRequest']);
    expect(refusalOf(put(gone, to(port2)))).toEqual([404, 'FloatingIPNotFound']);
    expect(refusalOf(get('floatingips?server=1'))).toEqual([400, 'HTTPBadRequest']);
    expect(refusalOf(get('routers'))).toEqual([404, 'HTTPNotFound']);
  });

  it('takes a repeated request for nothing, where it is a newer one', () => {
    const { put } = start('refusesRepeats: false');
    expect(put(fip, to(port1)).status).toBe(200);
  });

  it('changes only what is as it was, where that is asked for', () => {
    const { put } = start();
    const at = (revision: number) => ({ 'if-match': `revision_number=${revision}` });
    expect(refusalOf(put(fip, to(null), at(7)))).toEqual([412, 'RevisionNumberConstraintFailed']);
    expect(put(fip, to(null), at(1)).status).toBe(200);
  });

  it('filters by any of several values, and makes pages where it is told to', () => {
    const { get } = start('pageLimit: 2');
    const both = get(
      'floatingips?floating_ip_address=203.0.113.40&floating_ip_address=203.0.113.9',
    );
    expect(both.body.floatingips.map(({ id }: any) => id)).toEqual([fip]);
    const first = get('ports').body;
    expect(first.ports).toHaveLength(2);
    const next = new URL(first.ports_links[0].href).searchParams.get('marker');
    expect(next).toBe(first.ports[1].id);
    const rest = get(`ports?marker=${next}`).body;
    expect(rest.ports.map(({ id }: any) => id)).not.toContain(next);
    expect(refusalOf(get('ports?limit=none'))).toEqual([400, 'HTTPBadRequest']);
    expect(refusalOf(get('ports?marker=none'))).toEqual([400, 'HTTPBadRequest']);
  });

  it('has a virtual IP follow who announces it, if the port allows that', () => {
    const { asked, as } = start('driftMs: 400');
    const { openstack } = asked.cloud;
    const boss = as('boss', 'boss');
    const host = () => boss.get(`ports/${vipId}`).body.port['binding:host_id'];
    expect(host()).toBe('compute1');
    expect(openstack.announce('10.0.7.99', port3)).toBe('dropped');
    expect(openstack.announce('10.0.7.99', port2)).toBe('follows');
    expect(host()).toBe('compute1');
    asked.nowMs += 400;
    expect(host()).toBe('compute2');
    expect(openstack.announce('10.0.7.99', port2)).toBe('held');
    expect(openstack.announce('10.0.7.1', port2)).toBeUndefined();
  });
});

describe('the metadata service of an instance', () => {
  it('has meta_data.json and network_data.json', () => {
    const { asked } = start();
    const meta = asked.metadata(lb1, '/openstack/latest/meta_data.json');
    expect(meta.body).toMatchObject({ uuid: lb1, name: 'lb1', availability_zone: 'nova' });
    const { body } = asked.metadata(lb1, '/openstack/latest/network_data.json');
    expect(body.links).toMatchObject([{ vif_id: port1 }]);
    expect(asked.metadata(lb1, '/openstack/latest/user_data').status).toBe(404);
    expect(asked.metadata(lb1, '/openstack/').body).toContain('latest');
    expect(asked.metadata(otherNetwork, '/openstack/latest/meta_data.json').status).toBe(404);
  });
});
