import { describe, expect, it } from 'vitest';

import { loadConfig } from '../support/clouds.ts';
import { temporaryFile } from '../support/temporary.ts';

const env = { DO_TOKEN: 'x' };

async function load(follow: string, rest = ''): Promise<unknown> {
  const text = `addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: ${follow} }]\n${rest}`;
  const config = await loadConfig({ path: temporaryFile('config.yaml', text), env });
  return config.addresses[0]?.follow;
}

const etcd = 'leases: { etcd: { endpoints: [http://10.0.0.1:2379] } }';

describe('follow in the config', () => {
  it.each([
    ["{ http: 'http://127.0.0.1:8008/primary' }", { http: 'http://127.0.0.1:8008/primary' }],
    [
      '{ exec: [/bin/a, -q], interval: 2s, grace: 1m }',
      { exec: ['/bin/a', '-q'], interval: 2000, grace: 60_000 },
    ],
    ['{ lease: web }', { lease: 'web' }],
    ['{ lease: web, spread: 2 }', { lease: 'web.0', spread: 2 }],
    ['VI_1', 'VI_1'],
  ])('may be %s', async (text, follow) => {
    expect(await load(text, etcd)).toEqual(follow);
  });

  it.each([
    ['{ http: 8008 }', 'http must be'],
    ["{ http: 'http://a:b@c/' }", 'without a password'],
    ['{ exec: [am-i-master] }', 'the absolute path of a program'],
    ['{ exec: [/bin/a], intervall: 1s }', "unknown key 'intervall'"],
    ['{ htpp: x }', 'did you mean http?'],
    ['{ lease: web, exec: [/bin/a] }', 'leave lease out'],
    ['{ lease: web, spread: 1 }', 'a number of parts from 2 to 256'],
    ['{ lease: a/b }', 'a name of letters, digits, dots, hyphens'],
  ])('refuses %s', async (text, problem) => {
    await expect(load(text, etcd)).rejects.toThrow(problem);
  });

  it('refuses a lease without etcd, a vip that nobody puts anywhere, and half of a pair', async () => {
    await expect(load('{ lease: web }')).rejects.toThrow('which needs leases');
    await expect(load('{ exec: [/bin/a] }, vip: 10.0.0.9')).rejects.toThrow('leave it out');
    const half = 'leases: { etcd: { endpoints: [http://10.0.0.1:2379], certFile: /a } }';
    await expect(load('{ lease: web }', half)).rejects.toThrow('certFile and keyFile go together');
  });

  it('refuses a lease that is spread in two ways, or is called as a part of another', async () => {
    const beside = (follow: string): Promise<unknown> =>
      load(
        `{ lease: web, spread: 2 } }, { name: b, kind: digitalocean-reserved-ip, ip: 203.0.113.11, follow: ${follow}`,
        etcd,
      );
    await expect(beside('{ lease: web }')).rejects.toThrow('Write the same for both');
    await expect(beside('{ lease: web.1 }')).rejects.toThrow('as a part of lease web');
    for (const fine of ['{ lease: web.b }', '{ lease: web.1, spread: 2 }', '{ lease: db.1 }']) {
      expect(await beside(fine)).toMatchObject({ spread: 2 });
    }
  });

  it('goes on by the word of peers only where the config names some', async () => {
    const alone = 'leases: { failsafe: peers, etcd: { endpoints: [http://10.0.0.1:2379] } }';
    await expect(load('{ lease: web }', alone)).rejects.toThrow('failsafe: peers needs peers');
    const among = `${alone}\npeers: [10.0.0.3:9477]`;
    expect(await load('{ lease: web }', among)).toEqual({ lease: 'web' });
    // What is wrong with a peer is all that is told of them.
    const odd = load('{ lease: web }', `${alone}\npeers: [1]`);
    await expect(odd).rejects.toThrow('peers');
    await expect(odd).rejects.not.toThrow('needs peers');
  });
});
