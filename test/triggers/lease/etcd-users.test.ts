import { describe, expect, it } from 'vitest';

import { Secret } from '../../../src/lib/secret.ts';
import { systemClock } from '../../../src/lib/time/clock.ts';
import type { LeaseStore } from '../../../src/triggers/lease/lease-store.ts';
import { openStore } from '../../../src/triggers/lease/open-lease.ts';
import { protectEtcd } from '../../support/etcd-users.ts';
import { settings } from '../../support/lease-host.ts';
import { startEtcd, whyNoEtcd } from '../../support/real-etcd.ts';

const never = new AbortController().signal;

function open(endpoint: string, password?: string): LeaseStore {
  const login =
    password === undefined ? undefined : { username: 'root', password: new Secret(password) };
  return openStore({ ...settings, endpoints: [endpoint], login }, { clock: systemClock });
}

describe.skipIf(whyNoEtcd !== undefined)('an etcd with users', () => {
  it('lets in whoever has the password, and says what to do to everybody else', async () => {
    const { endpoints } = await startEtcd(1);
    const [endpoint = ''] = endpoints;
    await protectEtcd(endpoint);
    const store = open(endpoint, 'right');
    const { id } = await store.grant(3000, never);
    const candidacy = { host: 'lb1', prefer: 100, preempts: true };
    const race = await store.campaign({ name: 'web', id, candidacy }, never);
    expect(race.holder).toMatchObject({ id, host: 'lb1' });
    store.close();
    const wrong = open(endpoint, 'wrong');
    await expect(wrong.look('web', never)).rejects.toMatchObject({
      class: 'denied',
      message: 'etcd does not let root in',
    });
    wrong.close();
    const nobody = open(endpoint);
    await expect(nobody.look('web', never)).rejects.toThrow('user name is empty');
    nobody.close();
  }, 60_000);
});
