import { expect, it } from 'vitest';

import { preferenceFor } from '../../../src/core/spread.ts';
import { Failure } from '../../../src/ports/failure.ts';
import { openEtcdStore } from '../../../src/triggers/lease/etcd-store.ts';
import { LeaseMember } from '../../../src/triggers/lease/lease-member.ts';
import type { LeaseStore } from '../../../src/triggers/lease/lease-store.ts';
import { openPart } from '../../../src/triggers/lease/shared-parts.ts';
import { createMovesBudget } from '../../../src/triggers/moves-budget.ts';
import { EmulatedEtcd } from '../../chaos/lease/emulated-etcd.ts';
import { WorldClock } from '../../chaos/lease/world-clock.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { settings } from '../../support/lease-host.ts';
import { noLog } from '../../support/local-state.ts';

const parts = Array.from({ length: 12 }, (_, index) => `web.${index}`);
const perMinute = 4;
/** Long, so that there is less to live through. */
const ttlMs = 15_000;
const world = new WorldClock();
const etcd = new EmulatedEtcd(world);

function openStore(): LeaseStore {
  const call = async (path: string, body: object): Promise<Record<string, unknown>> =>
    await Promise.resolve(etcd.answer(path, body));
  const open = (): never => {
    throw new Failure('transport', 'Nobody watches: turns have to do');
  };
  return openEtcdStore({ call, open, close: () => undefined }, settings.prefix);
}

/** A host that takes part for each part, as the watcher does. */
function join(host: string): { leave(): Promise<unknown> } {
  const moves = createMovesBudget(world);
  const shared = {
    shared: { sessions: new Map(), looks: new Map() },
    parts: parts.length,
    open: openStore,
    clock: world,
  };
  const members = parts.map((name) => {
    const own = { ...settings, ttlMs, host, prefer: preferenceFor(host, name) };
    const member = new LeaseMember({
      name,
      settings: own,
      store: openPart(name, { ...shared, settings: own }),
      clock: world,
      random: () => 0.5,
      host: fakeHost({ ticks: 1, pid: 1 }),
      log: noLog,
      mayMove: () => moves.take(perMinute),
    });
    member.start({ onChange: () => undefined, isBusy: () => false, onBug: expect.unreachable });
    return member;
  });
  return { leave: async () => await Promise.all(members.map((member) => member.close())) };
}

/** Who holds each part. */
async function holders(): Promise<readonly (string | undefined)[]> {
  const races = await openStore().list(new AbortController().signal);
  return parts.map((part) => races.get(part)?.holder?.host);
}

function wanted(hosts: readonly string[]): readonly (string | undefined)[] {
  return parts.map(
    (part) =>
      hosts.toSorted((a, b) => preferenceFor(b, part) - preferenceFor(a, part))[0] ?? undefined,
  );
}

let now = 0;

/** Returns how many parts have changed hands meanwhile, as seen every second. */
async function live(ms: number): Promise<number> {
  let moves = 0;
  let before = await holders();
  for (const end = now + ms; now < end;) {
    now += 1000;
    await world.runUntil(now, () => undefined);
    const after = await holders();
    moves += after.filter((host, index) => host !== undefined && host !== before[index]).length;
    before = after.map((host, index) => host ?? before[index]);
  }
  return moves;
}

it('parts get to where they belong, a few a minute, whoever comes and goes', async () => {
  const first = join('lb1');
  await live(5000);
  expect(await holders()).toEqual(parts.map(() => 'lb1'));
  const second = join('lb2');
  // At most so many at once, though more of them belong elsewhere.
  expect(wanted(['lb1', 'lb2']).filter((host) => host === 'lb2').length).toBeGreaterThan(perMinute);
  expect(await live(50_000)).toBe(perMinute);
  await live(130_000);
  expect(await holders()).toEqual(wanted(['lb1', 'lb2']));
  const third = join('lb3');
  await live(130_000);
  expect(await holders()).toEqual(wanted(['lb1', 'lb2', 'lb3']));
  // Nobody waits for balance where nobody holds a part any more.
  const leaving = second.leave();
  await live(30_000);
  await leaving;
  expect(await holders()).toEqual(wanted(['lb1', 'lb3']));
  const last = Promise.all([first.leave(), third.leave()]);
  await live(5000);
  await last;
}, 120_000);
