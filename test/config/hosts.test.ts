import { describe, expect, it } from 'vitest';

import { checkFleets } from '../../src/config/check-fleets.ts';
import type { Config } from '../../src/config/config.ts';
import { fleetsIn } from '../../src/config/fleets.ts';
import { loadConfig } from '../../src/config/load.ts';
import { warningsOf } from '../../src/config/warnings.ts';
import { allClouds } from '../support/clouds.ts';
import { temporaryFile } from '../support/temporary.ts';

const env = { HCLOUD_TOKEN: 'x', DO_TOKEN: 'x' };
const clouds = allClouds();
const leases = 'leases: { etcd: { endpoints: [http://a:1, http://b:1, http://c:1] } }';
const nodes = `nodes: [{ node: '1', name: one, tcp: '10.0.0.1:443' }, { node: '2', http: 'http://10.0.0.2/' }]`;
const controllers = 'controllers: [c1, c2, c3]';
const one = 'kind: hetzner-floating-ip, ip: 203.0.113.10';

async function load(parts: {
  readonly addresses?: readonly string[];
  readonly hosts?: string;
  readonly leases?: string;
}): Promise<Config> {
  const { addresses = [`{ name: a, ${one}, follow: { hosts: web } }`] } = parts;
  const { hosts = `web: { ${controllers}, ${nodes} }` } = parts;
  const text = `${parts.leases ?? leases}\nhosts: { ${hosts} }\naddresses: [${addresses.join(', ')}]\n`;
  return await loadConfig({ path: temporaryFile('config.yaml', text), env, clouds });
}

describe('hosts in the config', () => {
  it('are a fleet, with what is not said in it', async () => {
    const { hosts, addresses } = await load({});
    expect(addresses[0]?.follow).toEqual({ hosts: 'web' });
    expect(fleetsIn(hosts).get('web')).toEqual({
      name: 'web',
      controllers: ['c1', 'c2', 'c3'],
      intervalMs: 2000,
      timeoutMs: 1000,
      movesPerMinute: 6,
      nodes: [
        { node: '1', name: 'one', check: { tcp: '10.0.0.1:443' } },
        { node: '2', name: '2', check: { http: 'http://10.0.0.2/' } },
      ],
    });
  });

  it.each([
    ['no host is named', `web: { ${controllers}, nodes: [] }`, 'a list with a host such as'],
    [
      'no controller is named',
      `web: { controllers: [], ${nodes} }`,
      'what the controllers are called',
    ],
    [
      'a host is asked nothing',
      `web: { ${controllers}, nodes: [{ node: '1' }] }`,
      'with tcp or http',
    ],
    [
      'an id is a number',
      `web: { ${controllers}, nodes: [{ node: 1, tcp: 'a:1' }] }`,
      'a host such as',
    ],
    [
      'a host is there twice',
      `web: { ${controllers}, nodes: [{ node: '1', tcp: 'a:1' }, { node: '1', tcp: 'b:1' }] }`,
      'node 1 is there twice',
    ],
    [
      'a controller is there twice',
      `web: { controllers: [c1, c1], ${nodes} }`,
      'controller c1 is there twice',
    ],
    ['it has another name', `db: { ${controllers}, ${nodes} }`, 'hosts has db'],
    [
      'moves are no number',
      `web: { ${controllers}, ${nodes}, movesPerMinute: -1 }`,
      'from 0 to 1000',
    ],
  ])('are refused where %s', async (_, hosts, problem) => {
    await expect(load({ hosts })).rejects.toThrow(problem);
  });

  it('need etcd, a lease of their own, and addresses of one cloud that are on no interface', async () => {
    await expect(load({ leases: 'cluster: x' })).rejects.toThrow('hosts.web needs leases');
    const rival = `{ name: a, ${one}, follow: { lease: hosts.web } }`;
    await expect(load({ addresses: [rival] })).rejects.toThrow('give this one another name');
    const guest = `{ name: a, ${one}, follow: { hosts: web }, guest: { interface: eth0 } }`;
    await expect(load({ addresses: [guest] })).rejects.toThrow('leave it out');
    const other = `{ name: b, kind: digitalocean-reserved-ip, ip: 203.0.113.11, follow: { hosts: web } }`;
    const addresses = [`{ name: a, ${one}, follow: { hosts: web } }`, other];
    await expect(load({ addresses })).rejects.toThrow('of two clouds');
  });

  it('have ids as their cloud spells them', async () => {
    const hosts = `web: { ${controllers}, nodes: [{ node: lb1, tcp: 'a:1' }] }`;
    await expect(checkFleets(await load({ hosts }), clouds)).rejects.toThrow('lb1 is no id of');
    await expect(checkFleets(await load({}), clouds)).resolves.toBeUndefined();
  });

  it('are warned of where they have no majority, or nowhere to go', async () => {
    const warned = async (hosts: string): Promise<string> =>
      (await warningsOf(await load({ hosts }), clouds)).join('\n');
    expect(await warned(`web: { ${controllers}, ${nodes} }`)).toBe('');
    expect(await warned(`web: { controllers: [c1], ${nodes} }`)).toContain('taken for dead');
    expect(await warned(`web: { controllers: [c1, c2], ${nodes} }`)).toContain('an odd number');
    const alone = `nodes: [{ node: '1', tcp: 'a:1' }]`;
    expect(await warned(`web: { ${controllers}, ${alone} }`)).toContain('nowhere to move');
    const idle = await load({ addresses: [`{ name: a, ${one}, follow: VI_1 }`] });
    expect((await warningsOf(idle, clouds)).join('\n')).toContain('no address follows it');
  });
});
