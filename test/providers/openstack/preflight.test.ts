import { describe, expect, it } from 'vitest';

import { startPatient } from '../../support/doctor.ts';
import type { Patient } from '../../support/doctor.ts';
import {
  credential,
  fip2,
  lb2,
  lb3,
  openstackEnv,
  openstackTopology,
  port2,
} from '../../support/openstack-host.ts';

/** What `floatip doctor` finds out of OpenStack, with one thing wrong at a time. */

interface Planted {
  readonly topology?: string;
  readonly node?: string;
  readonly address?: string;
  readonly plant?: (patient: Patient) => void;
}

const floating = '{ name: web, kind: openstack-floating-ip, ip: 203.0.113.40, follow: VI_1 }';
const virtual =
  '{ name: web, kind: openstack-vip-port, ip: 10.0.7.99, interface: eth0, follow: VI_1 }';
const admin = credential.replace(' }', ', role: admin }');

async function checksOf({
  topology = openstackTopology,
  node = lb2,
  address = floating,
  plant,
}: Planted): Promise<readonly { id: string; status: string; detail: string; fix?: string }[]> {
  const patient = startPatient({
    topology,
    node,
    addresses: `  - ${address}`,
    providers: '  openstack: {}',
    env: { ...openstackEnv, FLOATIP_OPENSTACK_METADATA: `http://metadata-${node}.test` },
  });
  plant?.(patient);
  const { checks } = await patient.doctor();
  return checks.filter(({ id }) => id.startsWith('cloud.'));
}

describe('doctor at OpenStack', () => {
  it('finds nothing wrong where nothing is', async () => {
    const checks = await checksOf({});
    expect(checks.filter(({ status }) => status !== 'ok')).toEqual([]);
    const ids = checks.map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining([
        'cloud.credentials',
        'cloud.listed',
        'cloud.actions',
        'cloud.region',
        'cloud.quota',
        'cloud.subnet',
        'cloud.room',
      ]),
    );
  });

  it('finds nothing wrong with a virtual IP', async () => {
    const topology = openstackTopology.replace(credential, admin);
    const checks = await checksOf({ topology, address: virtual });
    expect(checks.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(checks.find(({ id }) => id === 'cloud.scope')?.detail).toContain('allows 10.0.7.99');
  });

  it.each<[string, Planted, string, string]>([
    [
      'a role that may only read',
      {
        topology: openstackTopology.replace(
          credential,
          credential.replace(' }', ', role: reader }'),
        ),
      },
      'cloud.actions',
      'The token lacks the role member',
    ],
    [
      'an access rule that is missing',
      {
        topology: openstackTopology.replace(
          credential,
          credential.replace(' }', ", accessRules: ['GET /v2.0/floatingips', 'GET /v2.0/ports'] }"),
        ),
      },
      'cloud.actions',
      'The token lacks the access rule PUT /v2.0/floatingips/*',
    ],
    [
      'another floating IP in its place',
      {
        plant({ world }) {
          const { openstack } = world.cloud;
          openstack.place(openstack.floatingIps.get(fip2)!, openstack.placeAt(port2));
        },
      },
      'cloud.room',
      'has floating IP 203.0.113.41 on its IP 10.0.7.22',
    ],
    [
      'a port of another instance',
      { address: floating.replace(' }', `, port: ${port2} }`), node: lb3 },
      'cloud.subnet',
      `Instance ${lb3} has no port ${port2}`,
    ],
    [
      'a virtual IP that no port of this instance allows',
      { topology: openstackTopology.replace(credential, admin), address: virtual, node: lb3 },
      'cloud.scope',
      'so what it announces is dropped',
    ],
  ])('finds %s', async (_what, planted, id, words) => {
    const checks = await checksOf(planted);
    const failed = checks.filter(({ status }) => status === 'fail');
    expect(failed.map((one) => one.id)).toEqual([id]);
    expect(failed[0]?.detail).toContain(words);
    expect(failed[0]?.fix).toBeDefined();
  });
});
