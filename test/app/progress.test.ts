import { expect, it } from 'vitest';

import { reportOf } from '../support/run-main.ts';
import { tencentHost } from '../support/tencent-host.ts';

it('tries again at once what fails after an EIP was freed, however long freeing it took', async () => {
  const host = tencentHost(['name: pub, kind: tencent-eip, id: eip-11111111']);
  const fail = (action: string, times: number) =>
    host.world.cloud.faults.add({
      match: { service: 'tencent-api', action },
      times,
      fault: { type: 'status', status: 500 },
    });
  fail('DisassociateAddress', 6);
  fail('AssociateAddress', 1);
  const run = await host.run('notify INSTANCE VI_1 MASTER 1 --json');
  expect(reportOf(run).results).toMatchObject([{ outcome: 'moved', writes: 9 }]);
  const [lost, mended] = host.world.cloud.received
    .list()
    .filter(({ headers }) => headers['x-tc-action'] === 'AssociateAddress');
  expect((mended?.atMs ?? 0) - (lost?.atMs ?? 0)).toBeLessThan(100);
});
