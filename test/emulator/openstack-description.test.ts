import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { filters, updatable } from '../../src/emulator/openstack/parameters.ts';
import { askOpenstack } from '../support/ask-openstack.ts';
import { credential, fip, openstackTopology, port1, port2 } from '../support/openstack-host.ts';

/**
 * The embedded Neutron, and what floatip sends it, against the API reference of neutron-lib, which is not part of
 * this project: without it beside the checkout, or at FLOATIP_SPEC, this is skipped.
 */

const path = `${process.env['FLOATIP_SPEC'] ?? '../shared/spec'}/openstack.json`;
const description = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
const operations = description?.operations ?? {};

const admin = openstackTopology.replace(credential, credential.replace(' }', ', role: admin }'));
const cloud = askOpenstack(admin);

function parametersOf(operation: string, place: string): readonly string[] {
  const all = Object.entries<any>(operations[operation].request);
  return all.filter(([, { in: where }]) => where === place).map(([name]) => name);
}

/** The keys of an object in an answer, as the reference lists them: the envelope comes first. */
function keysOf(operation: string): readonly string[] {
  return Object.keys(operations[operation].response).slice(1);
}

describe.skipIf(description === undefined)(
  'the embedded Neutron as neutron-lib describes it',
  () => {
    it.each([
      ['GET /v2.0/floatingips', filters.floatingips],
      ['GET /v2.0/ports', filters.ports],
    ])('%s is filtered by nothing that is not there', (operation, known) => {
      expect(parametersOf(operation, 'query')).toEqual(expect.arrayContaining([...known]));
    });

    it('takes for a floating IP what may be changed, and all of that', () => {
      const body = parametersOf('PUT /v2.0/floatingips/{floatingip_id}', 'body');
      expect(body.filter((name) => name !== 'floatingip').toSorted()).toEqual(updatable.toSorted());
    });

    it('knows that a PUT without port_id takes it from everybody', () => {
      const { text } = operations['PUT /v2.0/floatingips/{floatingip_id}'];
      expect(text).toContain('set the ``port_id`` attribute to null or omit it');
    });

    it.each([
      ['GET /v2.0/floatingips', () => cloud.get('floatingips').body.floatingips[0]],
      [
        'GET /v2.0/floatingips/{floatingip_id}',
        () => cloud.get(`floatingips/${fip}`).body.floatingip,
      ],
      [
        'PUT /v2.0/floatingips/{floatingip_id}',
        () => cloud.put(fip, { floatingip: { port_id: port2 } }).body.floatingip,
      ],
    ])('%s answers with all keys and no other', (operation, ask) => {
      expect(Object.keys(ask()).toSorted()).toEqual(keysOf(operation).toSorted());
    });

    it.each([
      ['GET /v2.0/ports', () => cloud.get('ports').body.ports[0]],
      ['GET /v2.0/ports/{port_id}', () => cloud.get(`ports/${port1}`).body.port],
    ])('%s answers with no key that is not there', (operation, ask) => {
      expect(keysOf(operation)).toEqual(expect.arrayContaining(Object.keys(ask())));
    });

    it('refuses with statuses that are listed', () => {
      const { errors } = operations['PUT /v2.0/floatingips/{floatingip_id}'];
      const listed = errors.split(', ').map(Number);
      const statuses = [
        cloud.put(fip, {}),
        cloud.put(port1, { floatingip: { port_id: port2 } }),
        cloud.put(fip, { floatingip: { port_id: port2 } }),
        cloud.put(fip, { floatingip: {} }, { 'if-match': 'revision_number=99' }),
      ].map(({ status }) => status);
      expect(statuses).toEqual([400, 404, 409, 412]);
      expect(listed).toEqual(expect.arrayContaining(statuses));
    });
  },
);

it('what floatip asks is among what the embedded Neutron has', () => {
  const sent = [
    ...readFileSync('src/providers/openstack/floating-ip-sight.ts', 'utf8').matchAll(
      /\[\['(\w+)'/g,
    ),
    ...readFileSync('src/providers/openstack/vip.ts', 'utf8').matchAll(/\[\['(\w+)'/g),
  ].map(([, name]) => name);
  expect(new Set(sent)).toEqual(new Set(['id', 'floating_ip_address', 'fixed_ips', 'network_id']));
  for (const name of sent) {
    expect([...filters.floatingips, ...filters.ports]).toContain(name);
  }
});
