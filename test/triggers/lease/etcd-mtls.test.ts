import { describe, expect, it } from 'vitest';

import { loadLeaseSettings } from '../../../src/config/lease-settings.ts';
import { systemClock } from '../../../src/lib/time/clock.ts';
import { asFailure } from '../../../src/ports/failure.ts';
import type { LeaseStore } from '../../../src/triggers/lease/lease-store.ts';
import { openStore } from '../../../src/triggers/lease/open-lease.ts';
import { loadConfig } from '../../support/clouds.ts';
import { createAuthority } from '../../support/etcd-certificates.ts';
import type { CertificateFiles } from '../../support/etcd-certificates.ts';
import { protectEtcd } from '../../support/etcd-users.ts';
import { startEtcd, whyNoEtcd } from '../../support/real-etcd.ts';
import { temporaryFile } from '../../support/temporary.ts';

const never = new AbortController().signal;

/** As the config says it. */
async function open(endpoint: string, more: readonly string[]): Promise<LeaseStore> {
  const text = `
addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: { lease: web } }]
leases: { etcd: { endpoints: ['${endpoint}'], ${more.join(', ')} } }
`;
  const env = { DO_TOKEN: 'x' };
  const config = await loadConfig({ path: temporaryFile('config.yaml', text), env });
  return openStore(loadLeaseSettings(config, env), { clock: systemClock });
}

function own({ cert, key }: CertificateFiles): readonly string[] {
  return [`certFile: ${cert}`, `keyFile: ${key}`];
}

const wanted = 'does not take the certificate of this host, or wants one';

async function winner(store: LeaseStore): Promise<string | undefined> {
  const { id } = await store.grant(3000, never);
  const candidacy = { host: 'lb1', prefer: 100, preempts: true };
  const race = await store.campaign({ name: 'web', id, candidacy }, never);
  return race.holder?.host;
}

describe.skipIf(whyNoEtcd !== undefined)('an etcd that wants certificates', () => {
  it('is asked with one, and lets nobody in without, or with that of a stranger', async () => {
    const authority = createAuthority();
    const { ca } = authority;
    const tls = authority.issue('etcd', 'serverAuth,clientAuth');
    const { endpoints } = await startEtcd(1, { tls });
    const [endpoint = ''] = endpoints;
    const host = authority.issue('lb1', 'clientAuth');

    const store = await open(endpoint, [`caFile: ${ca}`, ...own(host)]);
    expect(await winner(store)).toBe('lb1');
    // The watch is a connection of its own.
    const watched = new Promise<void>((resolve, reject) => {
      const limit = AbortSignal.timeout(10_000);
      store.watch('web', resolve, limit).catch(reject);
    });
    await watched;
    store.close();

    const bare = await open(endpoint, [`caFile: ${ca}`]);
    await expect(bare.look('web', never)).rejects.toThrow(wanted);
    bare.close();

    const stranger = createAuthority().issue('lb1', 'clientAuth');
    const foreign = await open(endpoint, [`caFile: ${ca}`, ...own(stranger)]);
    await expect(foreign.look('web', never)).rejects.toThrow(wanted);
    foreign.close();

    const trusting = await open(endpoint, own(host));
    await expect(trusting.look('web', never)).rejects.toThrow(/certificate/);
    trusting.close();
  }, 60_000);

  it('takes user and password as well, and no user from the name in a certificate', async () => {
    const authority = createAuthority();
    const tls = authority.issue('etcd', 'serverAuth,clientAuth');
    const { endpoints } = await startEtcd(1, { tls });
    const [endpoint = ''] = endpoints;
    const host = authority.issue('lb1', 'clientAuth');
    await protectEtcd(endpoint, host);
    const certain = [`caFile: ${tls.ca}`, ...own(host)];
    const login = (password: string): string =>
      `username: root, passwordFile: ${temporaryFile('password', `${password}\n`)}`;

    const store = await open(endpoint, [...certain, login('right')]);
    expect(await winner(store)).toBe('lb1');
    store.close();
    const wrong = await open(endpoint, [...certain, login('wrong')]);
    await expect(wrong.look('web', never)).rejects.toThrow('etcd does not let root in');
    wrong.close();
    const nobody = await open(endpoint, certain);
    await expect(nobody.look('web', never)).rejects.toThrow('user name is empty');
    nobody.close();
    const named = authority.issue('named', 'clientAuth', 'root');
    const refused = await open(endpoint, [`caFile: ${tls.ca}`, ...own(named), login('right')]);
    await expect(refused.look('web', never)).rejects.toMatchObject({
      message: expect.stringContaining('answered 400: CommonName of client'),
      hint: expect.stringContaining('a certificate without a Common Name'),
    });
    refused.close();
  }, 60_000);

  it('cannot be asked where its own certificate is not good for a client too', async () => {
    const authority = createAuthority();
    const tls = authority.issue('etcd', 'serverAuth');
    const { endpoints } = await startEtcd(1, { tls });
    const host = authority.issue('lb1', 'clientAuth');
    const store = await open(endpoints[0] ?? '', [`caFile: ${tls.ca}`, ...own(host)]);
    // It gives up on itself only after a while, on a busy machine later than this is patient.
    const advice = async (): Promise<unknown> =>
      await store.look('web', never).catch((error: unknown) => asFailure(error).hint);
    await expect.poll(advice, { timeout: 20_000 }).toContain('serverAuth, clientAuth');
    store.close();
  }, 60_000);
});
