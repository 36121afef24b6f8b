import { describe, expect, it } from 'vitest';

import { startPatient } from '../../support/doctor.ts';
import type { Patient } from '../../support/doctor.ts';
import { conf } from './faults/fault.ts';

const second = `
vrrp_instance VI_2 {
  state BACKUP
  interface eth0
  virtual_router_id 52
  advert_int 0.02
  unicast_src_ip 10.0.0.2
  unicast_peer {
    10.0.0.3
  }
}
`;

async function said(plant: (host: Patient) => void): Promise<readonly string[]> {
  const host = startPatient();
  host.change(conf, 'advert_int 0.5', 'advert_int 0.1');
  plant(host);
  const { checks } = await host.doctor();
  return checks
    .filter(({ id, status }) => id === 'keepalived.neighbours' && status !== 'ok')
    .map(({ fix }) => fix?.replace(/ into .*/, '') ?? '');
}

const linesFor = (family: string, ms: number, tries: number): string =>
  ['retrans_time_ms = ', 'mcast_solicit = ', 'ucast_solicit = ']
    .map((key, index) => `net/${family}/neigh/eth0/${key}${index === 0 ? ms : tries}`)
    .join(', ');

describe('doctor, of the neighbours of a host', () => {
  it('says of one interface what its quickest instance needs, once', async () => {
    const found = await said((host) => {
      host.write(conf, `${host.read(conf)}${second}`);
      // Nothing follows either now, so both count.
      host.change('etc/config.yaml', /follow: \w+/, 'follow: VI_9');
    });
    expect(found).toEqual([`Write ${linesFor('ipv4', 20, 150)}`]);
  });

  it('asks by the way that leads to a peer', async () => {
    const found = await said((host) => host.change(conf, /10\.0\.0\.3/, 'fd00::3'));
    expect(found).toEqual([`Write ${linesFor('ipv6', 100, 30)}`]);
  });

  it.each<[string, (host: Patient) => void]>([
    [
      'VRRP of version 2, which has no such interval',
      (host) => host.change(conf, '  vrrp_version 3\n', ''),
    ],
    ['multicast', (host) => host.change(conf, /unicast_peer \{[^}]*\}/, '')],
    ['a peer that is this host itself', (host) => host.change(conf, '10.0.0.3', '10.0.0.2')],
    [
      'an interface that is not to be seen',
      (host) => host.change(conf, 'interface eth0', 'interface ens9'),
    ],
    ['an interval of nothing', (host) => host.change(conf, 'advert_int 0.1', 'advert_int 0')],
  ])('says nothing for %s', async (_, plant) => {
    expect(await said(plant)).toEqual([]);
  });
});
