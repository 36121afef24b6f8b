import { describe, expect, it } from 'vitest';

import { cloudOf } from '../../src/core/address.ts';
import type { FaultRule } from '../../src/emulator/faults.ts';
import { Failure } from '../../src/ports/failure.ts';
import { createDoubt } from '../../src/takeover/doubt.ts';
import { digitaloceanKinds } from '../contract/digitalocean-kinds.ts';
import type { KindCase } from '../contract/kind-case.ts';
import { expectMoved, holderIn, resultOf, sceneWith } from '../contract/scene.ts';
import type { Scene } from '../contract/scene.ts';
import { tencentKinds } from '../contract/tencent-kinds.ts';

const denied = new Failure('denied', 'No', { hint: 'Ask' });
const missing = new Failure('missing', 'Gone');
const doubted = { class: 'transport', message: 'No', hint: 'Ask', cause: denied };

describe('that a cloud does not allow it', () => {
  it.each(['ofLook', 'ofCheck', 'ofWrite'] as const)(
    'is believed when it is said twice: %s',
    (of) => {
      const doubt = createDoubt();
      expect(doubt[of](denied, false)).toMatchObject(doubted);
      expect(doubt[of](denied, false)).toBe(denied);
    },
  );

  it('is said twice also where it is said to two requests', () => {
    const doubt = createDoubt();
    doubt.ofWrite(denied);
    expect(doubt.ofLook(denied, true)).toBe(denied);
  });

  it('of a write is not doubted again because one may look', () => {
    const doubt = createDoubt();
    doubt.ofWrite(denied);
    doubt.noteLook();
    expect(doubt.ofWrite(denied)).toBe(denied);
  });
});

describe('a verdict that contradicts an earlier success', () => {
  it('is doubted once, then believed', () => {
    const doubt = createDoubt();
    doubt.noteLook();
    expect(doubt.ofLook(missing, false)).toMatchObject({ class: 'transport', cause: missing });
    expect(doubt.ofLook(missing, false)).toBe(missing);
  });

  it('is doubted again after another success', () => {
    const doubt = createDoubt();
    doubt.noteLook();
    doubt.ofLook(denied, false);
    doubt.noteLook();
    expect(doubt.ofLook(denied, false)).toMatchObject(doubted);
  });

  it('is believed where nothing has succeeded', () => {
    expect(createDoubt().ofLook(missing, false)).toBe(missing);
  });

  it('before a write is one only where it is not about the plan', () => {
    const doubt = createDoubt();
    doubt.noteLook();
    const occupied = new Failure('invalid', 'Another one is there');
    expect(doubt.ofCheck(occupied)).toBe(occupied);
    expect(doubt.ofCheck(denied)).toMatchObject(doubted);
    doubt.noteLook();
    expect(doubt.ofCheck(denied)).toBe(denied);
    doubt.noteWrite();
    expect(doubt.ofCheck(denied)).toMatchObject(doubted);
  });

  it('never is about an address that was written to', () => {
    const doubt = createDoubt();
    for (let time = 0; time < 3; time += 1) {
      expect(doubt.ofLook(missing, true)).toMatchObject({ class: 'transport' });
    }
  });
});

const refuse = (code: string): FaultRule['fault'] => ({ type: 'refuse', code });

interface Verdicts {
  /** What the cloud itself says to a look. */
  readonly look: readonly FaultRule['fault'][];
  /** To who is asking. */
  readonly caller: FaultRule['fault'];
}

const verdicts: Readonly<Record<string, Verdicts>> = {
  digitalocean: {
    look: [401, 403, 404, 400, 422].map((status) => ({ type: 'status', status }) as const),
    caller: { type: 'status', status: 401 },
  },
  tencent: {
    look: [
      refuse('AuthFailure.UnauthorizedOperation'),
      refuse('AuthFailure.SignatureFailure'),
      refuse('InvalidAddressId.NotFound'),
      refuse('InvalidParameter'),
    ],
    caller: refuse('AuthFailure.SecretIdNotFound'),
  },
};

interface Looks {
  readonly match: NonNullable<FaultRule['match']>;
  /** How many come before the first write is read back. */
  readonly before: number;
}

const digitalocean = (collection: string): Looks => ({
  match: { method: 'GET', path: `/v2/${collection}/*` },
  before: 0,
});
const tencent = (action: string, before: number): Looks => ({
  match: { service: 'tencent-api', action },
  before,
});
const looks: Readonly<Record<string, Looks>> = {
  'digitalocean-reserved-ip': digitalocean('reserved_ips'),
  'digitalocean-reserved-ipv6': digitalocean('reserved_ipv6'),
  'tencent-eip': tencent('DescribeAddresses', 2),
  'tencent-havip': tencent('DescribeHaVips', 1),
  'tencent-private-ip': tencent('DescribeNetworkInterfaces', 2),
};

const master = 'notify INSTANCE VI_1 MASTER 200 --json';
/** Looks before it writes, whatever the kind. */
const assignTo = ({ self }: KindCase): string => `assign web --to ${self} --json`;

describe.each([...digitaloceanKinds, ...tencentKinds])('a $kind', (of) => {
  const { look, caller } = verdicts[cloudOf(of.kind)]!;
  const { match, before } = looks[of.kind]!;
  const [write = {}] = of.move;
  const sceneUnder = (rule: FaultRule): Scene => {
    const scene = sceneWith(of, of.other);
    scene.host.world.cloud.faults.add(rule);
    return scene;
  };

  it('comes here although one look after a success is refused', async () => {
    for (const fault of look) {
      for (const skip of [before, before + 1]) {
        const scene = sceneUnder({ match, skip, fault });
        expectMoved(scene, await scene.host.run(master));
        expect(scene.host.world.cloud.faults.list()).toEqual([]);
      }
    }
  });

  it.skipIf(before < 2)('comes here although one look at the target is refused', async () => {
    for (const fault of look.slice(0, 3)) {
      const scene = sceneUnder({ match, skip: 1, fault });
      expectMoved(scene, await scene.host.run(master));
      expect(scene.host.world.cloud.faults.list()).toEqual([]);
    }
  });

  it('stays where all looks after a success are refused', async () => {
    const [fault] = look;
    if (fault === undefined) return;
    const scene = sceneUnder({ match, skip: before, times: 0, fault });
    const run = await scene.host.run(master);
    expect(resultOf(scene, run)).toMatchObject({ outcome: 'refused', error: { class: 'denied' } });
    expect(run.code).toBe(4);
    expect(scene.host.clock.now()).toBeLessThan(2000);
  });

  it('is not waited for where all looks are refused', async () => {
    const [fault] = look;
    if (fault === undefined) return;
    const scene = sceneUnder({ match, times: 0, fault });
    expect((await scene.host.run(assignTo(of))).code).toBe(4);
    expect(scene.host.clock.now()).toBeLessThan(1000);
  });

  describe.skipIf(of.kind === 'tencent-havip')('whose writes are refused for who asks', () => {
    it('comes here where that happens once, after a good look', async () => {
      const scene = sceneUnder({ match: write, fault: caller });
      const { writes } = expectMoved(scene, await scene.host.run(assignTo(of)));
      expect(writes).toBe(of.move.length + 1);
    });

    it('stays where that lasts', async () => {
      const scene = sceneUnder({ match: write, times: 0, fault: caller });
      const run = await scene.host.run(assignTo(of));
      expect(resultOf(scene, run)).toMatchObject({ outcome: 'refused', writes: 2 });
      expect({ code: run.code, holder: holderIn(scene) }).toEqual({ code: 4, holder: of.other });
      expect(scene.host.clock.now()).toBeLessThan(2000);
    });
  });
});
