import { describe, expect, it } from 'vitest';

import type { Result } from '../../../src/core/outcome.ts';
import type { Place } from '../../../src/emulator/tencent/entities.ts';
import { reportOf } from '../../support/run-main.ts';
import { tencentHost } from '../../support/tencent-host.ts';
import type { TencentHost } from '../../support/tencent-host.ts';

/** An EIP that was unbound for this host, when this host may no longer bind it. */

const take = 'notify INSTANCE VI_1 MASTER 200 --json';
const backup = 'notify INSTANCE VI_1 BACKUP 100';
const writes = [
  'AssociateAddress',
  'DisassociateAddress',
  'HaVipAssociateAddressIp',
  'HaVipDisassociateAddressIp',
];
const there: Place = { type: 'private-ip', interface: 'eni-aaaaaaaa', ip: '10.0.4.20' };
const elsewhere: Place = { type: 'private-ip', interface: 'eni-aaaaaaaa', ip: '10.0.4.30' };
const onHavip: Place = { type: 'havip', havip: 'havip-22222222' };

interface Scene {
  readonly host: TencentHost;
  /** By hand. */
  place(at: Place | null): void;
  holder(): Place | null | undefined;
  /** Does something so long after the takeover has begun. */
  after(ms: number, what: () => void): void;
  /** A takeover; what it says of the EIP. */
  takeOver(): Promise<Result | undefined>;
  asked(): readonly string[];
}

function sceneWith(at: Place, entry = 'name: pub, kind: tencent-eip, id: eip-11111111'): Scene {
  const host = tencentHost([entry]);
  const { tencent } = host.world.cloud;
  const id = entry.includes('havip') ? 'eip-33333333' : 'eip-11111111';
  const eip = tencent.eips.get(id)!;
  tencent.placeEip(eip, at);
  return {
    host,
    place: (to) => tencent.placeEip(eip, to),
    holder() {
      tencent.settle();
      return tencent.eips.get(id)?.place;
    },
    after: (ms, what) => void host.clock.after(ms, what),
    takeOver: async () => reportOf(await host.run(take)).results[0],
    asked: () => host.asked(...writes).map(({ action }) => action),
  };
}

const role = 'it was to go to ins-bbbbbbbb, and the role of this node has changed since';

describe('an EIP that was unbound for a host which is BACKUP by then', () => {
  it.each([
    ['a node', there, 'ins-aaaaaaaa', ['DisassociateAddress', 'AssociateAddress']],
    ['another IP of it', elsewhere, 'ins-aaaaaaaa', ['DisassociateAddress', 'AssociateAddress']],
    [
      'a HAVIP',
      onHavip,
      'havip-22222222',
      ['HaVipDisassociateAddressIp', 'HaVipAssociateAddressIp'],
    ],
  ])('is put back where it was: %s', async (_where, at, name, expected) => {
    const scene = sceneWith(at);
    scene.after(500, () => void scene.host.run(backup));
    const result = await scene.takeOver();
    expect(result).toMatchObject({
      outcome: 'superseded',
      writes: 2,
      owner: name,
      why: `${role}; it was put back on ${name}`,
    });
    expect(result).not.toHaveProperty('warning');
    expect(scene.asked()).toEqual(expected);
    expect(scene.holder()).toEqual(at);
  });

  it('is put back although the first look after that is refused', async () => {
    const scene = sceneWith(there);
    const match = { service: 'tencent-api', action: 'DescribeAddresses' } as const;
    const fault = { type: 'refuse', code: 'AuthFailure.UnauthorizedOperation' } as const;
    scene.after(500, () => {
      void scene.host.run(backup);
      scene.host.world.cloud.faults.add({ match, fault });
    });
    expect(await scene.takeOver()).toMatchObject({ outcome: 'superseded', writes: 2 });
    expect(scene.holder()).toEqual(there);
    expect(scene.host.world.cloud.faults.list()).toEqual([]);
  });

  it.each([100, 900])(
    'is put back as well where %i ms into the unbinding nobody had answered',
    async (ms) => {
      const scene = sceneWith(there);
      scene.host.world.cloud.faults.add({
        match: { action: 'DisassociateAddress' },
        fault: { type: 'lost' },
      });
      scene.after(200 + ms, () => void scene.host.run(backup));
      expect(await scene.takeOver()).toMatchObject({ outcome: 'superseded', writes: 2 });
      expect(scene.holder()).toEqual(there);
    },
  );

  it('is left alone where another host takes it', async () => {
    const scene = sceneWith(there);
    scene.after(500, () => void scene.host.run(backup));
    scene.after(2500, () => scene.place(elsewhere));
    const result = await scene.takeOver();
    expect(result).toMatchObject({ outcome: 'superseded', writes: 1, owner: 'ins-aaaaaaaa' });
    expect(scene.holder()).toEqual(elsewhere);
  });

  it('is left to this host where that is MASTER again', async () => {
    const scene = sceneWith(there);
    let again: Promise<unknown> = Promise.resolve();
    scene.after(500, () => void scene.host.run(backup));
    scene.after(1500, () => {
      again = scene.host.run(take);
    });
    expect(await scene.takeOver()).toMatchObject({ outcome: 'superseded', writes: 1 });
    await again;
    expect(scene.asked()).toEqual(['DisassociateAddress', 'AssociateAddress']);
    expect(scene.holder()).toMatchObject({ interface: 'eni-bbbbbbbb' });
  });

  it('is put back although that meets trouble', async () => {
    const scene = sceneWith(there);
    scene.host.world.cloud.faults.add({
      match: { action: 'AssociateAddress' },
      times: 2,
      fault: { type: 'refuse', code: 'OperationDenied.MutexTaskRunning' },
    });
    scene.after(500, () => void scene.host.run(backup));
    expect(await scene.takeOver()).toMatchObject({ outcome: 'superseded', writes: 4 });
    expect(scene.holder()).toEqual(there);
  });

  it('is put back from the way to a HAVIP', async () => {
    const entry =
      'name: vip, kind: tencent-havip, id: havip-11111111, interface: eth0, eip: 203.0.113.12';
    const scene = sceneWith(elsewhere, entry);
    scene.host.ips.add('10.0.4.99');
    scene.host.world.cloud.tencent.havips.get('havip-11111111')!.interface = 'eni-bbbbbbbb';
    scene.after(500, () => void scene.host.run(backup));
    const result = await scene.takeOver();
    expect(result?.why).toContain('; it was put back on ins-aaaaaaaa');
    expect(scene.holder()).toEqual(elsewhere);
  });
});
