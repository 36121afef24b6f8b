import { describe, expect, it } from 'vitest';

import { reportOf } from '../../support/run-main.ts';
import { tencentHost } from '../../support/tencent-host.ts';
import type { TencentHost } from '../../support/tencent-host.ts';
import { tencentTopology } from '../../support/tencent-topology.ts';
import { secretKey } from '../../support/token.ts';

const take = 'notify INSTANCE VI_1 MASTER 200 --json';
const writes = ['DisassociateAddress', 'AssociateAddress'];

/** A host with a role, whose token the API refuses once, when it is asked to bind the EIP. */
function refusedOnce(): TencentHost {
  const host = tencentHost(['name: pub, kind: tencent-eip, id: eip-11111111'], {
    topology: tencentTopology(`role: { name: floatip, secret: ${secretKey} }`),
    env: { TENCENTCLOUD_SECRET_ID: undefined, TENCENTCLOUD_SECRET_KEY: undefined },
  });
  host.world.cloud.faults.add({
    match: { service: 'tencent-api', action: 'AssociateAddress' },
    fault: { type: 'refuse', code: 'AuthFailure.TokenFailure' },
  });
  return host;
}

describe('a write that is sent again with new credentials', () => {
  it('is counted as often as it is sent', async () => {
    const host = refusedOnce();
    const run = await host.run(take);
    expect(host.asked(...writes)).toHaveLength(3);
    expect(reportOf(run).results).toMatchObject([{ outcome: 'moved', writes: 3 }]);
  });

  it('is not sent again where it is no longer wanted', async () => {
    const host = refusedOnce();
    const match = { service: 'tencent-metadata', path: '*/cam/*' } as const;
    // The first time they are fetched at once: a folder, then what is in it.
    host.world.cloud.faults.add({ match, skip: 2, fault: { type: 'latency', ms: 1000 } });
    const taking = host.run(take);
    const tellOnceRefused = (): void => {
      const isRefused = host.asked('AssociateAddress').length > 0;
      if (isRefused) void host.run('notify INSTANCE VI_1 BACKUP 100');
      else host.clock.after(100, tellOnceRefused);
    };
    tellOnceRefused();
    expect(reportOf(await taking).results).toMatchObject([{ outcome: 'superseded', writes: 3 }]);
    const [, refused, back] = host.asked(...writes);
    expect(refused?.body).toMatchObject({ InstanceId: 'ins-bbbbbbbb' });
    // It is put back, and not brought here.
    expect(back?.body).toMatchObject({ NetworkInterfaceId: 'eni-aaaaaaaa' });
    expect(host.asked(...writes)).toHaveLength(3);
  });
});
