import { describe, expect, it } from 'vitest';

import { said, startPatient } from '../../support/doctor.ts';
import { aroundFaults } from './faults/around.ts';
import { awsFaults } from './faults/aws.ts';
import { accountFaults, cloudFaults, networkFaults } from './faults/cloud.ts';
import { configFaults, secretFaults } from './faults/config.ts';
import { missing } from './faults/fault.ts';
import { hookFaults, programFaults } from './faults/hooks.ts';
import { jitterFaults } from './faults/jitter.ts';
import { confFaults } from './faults/keepalived.ts';
import { peerFaults } from './faults/peers.ts';
import { tencentFaults } from './faults/tencent.ts';
import { watcherFaults } from './faults/watcher.ts';

const faults = [
  configFaults,
  secretFaults,
  hookFaults,
  programFaults,
  confFaults,
  networkFaults,
  cloudFaults,
  accountFaults,
  tencentFaults,
  awsFaults,
  watcherFaults,
  aroundFaults,
  peerFaults,
  jitterFaults,
].flat();

describe('floatip doctor', () => {
  it('has nothing but ticks for a healthy host', async () => {
    const host = startPatient();
    const { checks, code, summary } = await host.doctor();
    expect(checks.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect({ code, fail: summary.fail }).toEqual({ code: 0, fail: 0 });
    expect((await host.print()).stdout).toMatch(RegExp(`\n${checks.length} ok\n$`));
  });

  it('knows at least 60 faults, each by a name of its own', () => {
    expect(new Set(faults.map(({ what }) => what)).size).toBe(faults.length);
    expect(faults.length).toBeGreaterThanOrEqual(60);
  });

  it.each(faults.map((fault) => [fault.what, fault] as const))('finds %s', async (_, fault) => {
    const host = startPatient(fault.host);
    fault.plant(host);
    const { checks, code } = await host.doctor();
    const found = checks.filter(({ id, status }) => id === fault.id && status === fault.status);
    expect(found.map(({ detail }) => detail).join('\n')).toMatch(fault.says);
    expect(found.map(({ fix }) => fix ?? '').join('\n')).toMatch(fault.fix);
    expect(code).toBe(checks.some(({ status }) => status === 'fail') ? 3 : 0);
    if (fault.mend === undefined) return;
    fault.mend(host);
    const after = (await host.doctor()).checks.filter(({ id }) => id === fault.id);
    expect(after.map(({ status }) => status)).not.toContain(fault.status);
  });

  it.each([
    ['none', missing],
    ['one that is too old', said('v18.19.0\n')],
  ])('takes the Node on which hooks start floatip, where their PATH has %s', async (_, inPath) => {
    const host = startPatient();
    host.programs['env node --version'] = inPath;
    const { checks } = await host.doctor();
    expect(checks.filter(({ id }) => id === 'node.path')).toMatchObject([
      { status: 'ok', detail: 'v22.20.0' },
    ]);
  });

  it('says in text what is wrong and what to do', async () => {
    const host = startPatient();
    host.chmod('etc/do_token', 0o644);
    const { stdout, code } = await host.print();
    expect(stdout).toMatch(/^✗ token\.mode +.*do_token is open to every user of this host/m);
    expect(stdout).toMatch(/^ +→ chmod o= .*do_token/m);
    expect(stdout).toMatch(/\n\d+ ok, 1 wrong, \d+ not looked at\n$/);
    expect(code).toBe(3);
  });

  it('ends within 15 s where the cloud hangs, and says what it could not look at', async () => {
    const host = startPatient();
    for (const service of ['digitalocean-api', 'digitalocean-metadata'] as const) {
      host.world.cloud.faults.add({ match: { service }, times: 0, fault: { type: 'hang' } });
    }
    const { checks, code } = await host.doctor();
    expect(host.now()).toBeLessThan(15_000);
    const unknown = checks.filter(({ status }) => status !== 'ok').map(({ id }) => id);
    expect(unknown).toEqual(
      expect.arrayContaining([
        'metadata.answers',
        'cloud.credentials',
        'cloud.listed',
        'cloud.actions',
        'cloud.quota',
      ]),
    );
    expect(
      checks
        .filter(({ id }) => id.startsWith('keepalived.'))
        .every(({ status }) => status === 'ok'),
    ).toBe(true);
    expect([0, 3]).toContain(code);
  });
});
