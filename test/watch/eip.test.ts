import { expect, it } from 'vitest';

import type { Place } from '../../src/emulator/tencent/entities.ts';
import { tencentTopology } from '../support/tencent-topology.ts';
import { startWatching } from '../support/watching.ts';
import type { Watching } from '../support/watching.ts';

const config = `
addresses:
  - { name: one, kind: tencent-eip, id: eip-11111111, follow: VI_1 }
  - { name: two, kind: tencent-eip, id: eip-22222222, follow: VI_2 }
`;
const here: Place = { type: 'private-ip', interface: 'eni-bbbbbbbb', ip: '10.0.4.21' };
const elsewhere: Place = { type: 'private-ip', interface: 'eni-aaaaaaaa', ip: '10.0.4.20' };

/** A standby for two nodes, each with an EIP of its own. */
async function standby(): Promise<Watching> {
  return await startWatching({ config, topology: tencentTopology(), node: 'ins-bbbbbbbb' });
}

function place({ world }: Watching, id: string, at: Place): void {
  const { tencent } = world.cloud;
  const eip = tencent.eips.get(id);
  if (eip !== undefined) tencent.placeEip(eip, at);
}

function placeOf({ world }: Watching, id: string): Place | null | undefined {
  world.cloud.tencent.settle();
  return world.cloud.tencent.eips.get(id)?.place;
}

it('takes an EIP of one node after it gave that of another one back', async () => {
  const watching = await standby();
  await watching.pass(1000);
  for (const turn of [1, 2, 3]) {
    watching.hear('MASTER', 'VI_1');
    await watching.pass(10_000);
    expect([turn, placeOf(watching, 'eip-11111111')]).toEqual([turn, here]);
    watching.hear('BACKUP', 'VI_1');
    await watching.pass(1000);
    place(watching, 'eip-11111111', elsewhere);
    watching.hear('MASTER', 'VI_2');
    await watching.pass(10_000);
    expect([turn, placeOf(watching, 'eip-22222222')]).toEqual([turn, here]);
    watching.hear('BACKUP', 'VI_2');
    await watching.pass(1000);
    place(watching, 'eip-22222222', { ...elsewhere, ip: '10.0.4.30' });
  }
});

it('does not wait for a change that was going on when it last looked', async () => {
  const watching = await standby();
  const { clock, world } = watching;
  const { tencent } = world.cloud;
  const eip = tencent.eips.get('eip-11111111');
  if (eip === undefined) throw new Error('no such EIP');
  const fate = { ends: 'completed', shows: 'properly', ms: 2000 } as const;
  const change = { type: 'unbind', eip, at: elsewhere, reallocate: false } as const;
  tencent.start(change, { requestId: 'x', fate });
  await watching.pass(5000);
  const from = clock.wall();
  watching.hear('MASTER', 'VI_1');
  await watching.pass(2000);
  const bind = world.cloud.received
    .list()
    .find(({ headers }) => headers['x-tc-action'] === 'AssociateAddress');
  expect((bind?.atMs ?? Infinity) - from).toBeLessThan(100);
});

it('leaves an EIP where it works while this node has another one', async () => {
  const watching = await standby();
  place(watching, 'eip-22222222', elsewhere);
  await watching.pass(1000);
  watching.hear('MASTER', 'VI_1');
  watching.hear('MASTER', 'VI_2');
  await watching.pass(10_000);
  watching.hear('MASTER', 'VI_2');
  await watching.pass(30_000);
  const requests = watching.world.cloud.received.list();
  const writes = requests.filter(({ headers }) => /^(Disa|A)ss/.test(headers['x-tc-action'] ?? ''));
  expect(writes).toHaveLength(2);
});

it('leaves an EIP where it works while this node has got another one since it was looked at', async () => {
  const watching = await standby();
  await watching.pass(600_000);
  place(watching, 'eip-22222222', here);
  await watching.pass(600_000);
  watching.hear('MASTER', 'VI_1');
  await watching.pass(30_000);
  expect(placeOf(watching, 'eip-11111111')).toEqual(elsewhere);
  expect(watching.logged).toContain('error: takeover failed');
});
