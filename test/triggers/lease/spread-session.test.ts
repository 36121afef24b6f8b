import { describe, expect, it } from 'vitest';

import { preferenceFor } from '../../../src/core/spread.ts';
import { Failure } from '../../../src/ports/failure.ts';
import { openEtcdStore } from '../../../src/triggers/lease/etcd-store.ts';
import { lookAtLease } from '../../../src/triggers/lease/lease-look.ts';
import { LeaseMember } from '../../../src/triggers/lease/lease-member.ts';
import type { LeaseStore } from '../../../src/triggers/lease/lease-store.ts';
import type { Race } from '../../../src/triggers/lease/race.ts';
import { openPart, openPartLook } from '../../../src/triggers/lease/shared-parts.ts';
import type { SharedParts } from '../../../src/triggers/lease/shared-parts.ts';
import { EmulatedEtcd } from '../../chaos/lease/emulated-etcd.ts';
import { WorldClock } from '../../chaos/lease/world-clock.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { settings } from '../../support/lease-host.ts';
import { noLog } from '../../support/local-state.ts';

const { ttlMs, prefix } = settings;

/** Hosts with parts of lease web, by the real code, and an emulated etcd. */
class Field {
  readonly world = new WorldClock();
  readonly etcd = new EmulatedEtcd(this.world);
  #draws = 0;
  /** Requests that get nowhere. */
  lost: (path: string, body: object) => boolean = () => false;

  readonly open = (): LeaseStore =>
    openEtcdStore(
      {
        call: async (path, body) => {
          if (this.lost(path, body)) throw new Failure('transport', 'lost');
          const ms = 1 + 20 * this.random();
          await new Promise<void>((resolve) => void this.world.after(ms, resolve));
          return this.etcd.answer(path, body);
        },
        open: async (_path, _body, signal) => {
          const stream = this.etcd.watch();
          signal.addEventListener('abort', () => stream.destroy(), { once: true });
          return await Promise.resolve(stream);
        },
        close: () => undefined,
      },
      prefix,
    );

  /** Something between 0 and 1 that is another for each part, and the same in every run. */
  random(): number {
    this.#draws += 1;
    return (this.#draws * 0.618) % 1;
  }

  holderOf(part: string): string | undefined {
    return this.etcd.holder(`${prefix}${part}/leader`);
  }

  async live(ms: number): Promise<void> {
    await this.world.runUntil(this.world.now() + ms, () => undefined);
  }

  /** As `floatip lease release` does. Returns how the race was before. */
  async askToRelease(part: string): Promise<Race> {
    const store = this.open();
    const { signal } = new AbortController();
    const race = await this.answer(store.look(part, signal));
    const wish = { id: race.holder?.id ?? '', ttlMs: 2 * ttlMs };
    await this.answer(store.askToRelease(part, wish, signal));
    return race;
  }

  /** Lives until that is answered. */
  async answer<T>(asking: Promise<T>): Promise<T> {
    const open = new Set([asking]);
    const done = asking.finally(() => open.clear());
    while (open.size > 0) await this.live(1);
    return await done;
  }
}

class Host {
  readonly #field: Field;
  readonly #name: string;
  readonly #shared: SharedParts = { sessions: new Map(), looks: new Map() };
  readonly #members = new Map<string, LeaseMember>();
  isBusy = false;
  /** The parts for which a write is on its way. */
  readonly busyWith = new Set<string>();
  /** Whether it gives parts to a host that is preferred. */
  mayMove = false;

  constructor(field: Field, name: string, parts: readonly string[]) {
    this.#field = field;
    this.#name = name;
    for (const part of parts) this.join(part, parts.length);
  }

  join(part: string, parts: number): void {
    this.#members.set(part, this.#memberFor(part, parts));
  }

  holds(): readonly string[] {
    return [...this.#members].flatMap(([part, member]) =>
      member.word().says === 'hold' ? [part] : [],
    );
  }

  async leave(parts = [...this.#members.keys()]): Promise<void> {
    const leaving = parts.flatMap((part) => this.#members.get(part) ?? []);
    for (const part of parts) this.#members.delete(part);
    await Promise.all(leaving.map((member) => member.close()));
  }

  #memberFor(part: string, parts: number): LeaseMember {
    const { world: clock, open } = this.#field;
    const own = { ...settings, host: this.#name, prefer: preferenceFor(this.#name, part) };
    const member = new LeaseMember({
      name: part,
      settings: own,
      store: openPart(part, { shared: this.#shared, parts, settings: own, clock, open }),
      clock,
      random: () => this.#field.random(),
      host: fakeHost({ ticks: 1, pid: 1 }),
      log: noLog,
      mayMove: () => this.mayMove,
    });
    const onBug = (error: unknown): never => {
      throw error;
    };
    member.start({
      onChange: () => undefined,
      isBusy: () => this.isBusy || this.busyWith.has(part),
      onBug,
    });
    return member;
  }
}

function partsOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `web.${index}`);
}

/** What two hosts with so many parts ask etcd in a minute in which nothing happens. */
async function requestsAMinute(count: number): Promise<number> {
  const field = new Field();
  const hosts = ['lb1', 'lb2'].map((name) => new Host(field, name, []));
  // At different moments, so that each has a rhythm of its own.
  for (const part of partsOf(count)) {
    for (const host of hosts) host.join(part, count);
    await field.live(70);
  }
  await field.live(10_000);
  expect(hosts.flatMap((host) => host.holds()).toSorted()).toEqual(partsOf(count).toSorted());
  const before = field.etcd.requests;
  await field.live(60_000);
  const requests = field.etcd.requests - before;
  const leaving = hosts.map((host) => host.leave());
  await field.live(5000);
  await Promise.all(leaving);
  return requests;
}

/** Two hosts, the first of which has all parts. */
async function joined(count: number): Promise<{
  readonly field: Field;
  readonly parts: readonly string[];
  readonly first: Host;
  readonly second: Host;
}> {
  const field = new Field();
  const parts = partsOf(count);
  const first = new Host(field, 'lb1', parts);
  await field.live(1000);
  const second = new Host(field, 'lb2', parts);
  await field.live(5000);
  return { field, parts, first, second };
}

describe('the lease of a host for all parts', () => {
  it('is renewed and looked at once for all of them', async () => {
    const few = await requestsAMinute(2);
    // A renewal and a look of two hosts, every third of a lease and a little more.
    expect(few).toBeLessThan((2 * 2 * 60_000) / (ttlMs / 3));
    expect(await requestsAMinute(64)).toBeLessThan(1.1 * few);
  });

  it('ends when its host leaves, and another one has all parts at once', async () => {
    const { field, parts, first, second } = await joined(8);
    expect([first.holds(), second.holds()]).toEqual([parts, []]);
    // What is asked last may get there first, and the other way round.
    let drops = 0;
    field.lost = (path, body) => {
      drops += Number(path === '/v3/kv/txn' && JSON.stringify(body).includes('delete'));
      return false;
    };
    const leaving = first.leave();
    await field.live(200);
    expect(second.holds()).toEqual(parts);
    // They went with the lease.
    expect(drops).toBe(0);
    await leaving;
  });

  it('keeps a part that is left while a write is on its way for as long as a lease lasts', async () => {
    const field = new Field();
    const host = new Host(field, 'lb1', partsOf(2));
    await field.live(1000);
    host.isBusy = true;
    const leaving = host.leave(['web.0']);
    await field.live(ttlMs - 200);
    expect([field.holderOf('web.0'), field.holderOf('web.1')]).toEqual(['lb1', 'lb1']);
    await field.live(ttlMs);
    expect([field.holderOf('web.0'), field.holderOf('web.1')]).toEqual([undefined, 'lb1']);
    await leaving;
  });

  it('is asked again to let a part go where that was lost', async () => {
    const field = new Field();
    const host = new Host(field, 'lb1', partsOf(2));
    await field.live(1000);
    let drops = 0;
    field.lost = (path, body) =>
      path === '/v3/kv/txn' && JSON.stringify(body).includes('delete') && (drops += 1) === 1;
    const leaving = host.leave(['web.0']);
    await field.live(100);
    expect(field.holderOf('web.0')).toBe('lb1');
    await field.live(ttlMs / 2);
    expect([field.holderOf('web.0'), host.holds(), drops]).toEqual([undefined, ['web.1'], 2]);
    await leaving;
  });

  it('gives way with the one part that it is asked for', async () => {
    const { field, first, second } = await joined(3);
    const { candidates } = await field.askToRelease('web.1');
    expect(candidates.map(({ host }) => host).toSorted()).toEqual(['lb1', 'lb2']);
    await field.live(ttlMs);
    expect([first.holds(), second.holds()]).toEqual([['web.0', 'web.2'], ['web.1']]);
  });

  it('gets a part back at once from a host that leaves right after it was given to it', async () => {
    const { field, parts, first, second } = await joined(3);
    await field.askToRelease('web.1');
    await field.live(200);
    expect(second.holds()).toEqual(['web.1']);
    const leaving = second.leave();
    await field.live(200);
    expect(first.holds()).toEqual(parts);
    await leaving;
  });

  it('leaves a part that was asked for where it went, and it is never without a host for long', async () => {
    const field = new Field();
    const parts = partsOf(4);
    const hosts = ['lb1', 'lb2'].map((name) => new Host(field, name, parts));
    for (const host of hosts) host.mayMove = true;
    await field.live(5 * ttlMs);
    const [part = ''] = hosts[0]?.holds() ?? [];
    await field.askToRelease(part);
    const seen: (string | undefined)[] = [];
    for (let left = (3 * ttlMs) / 50; left > 0; left -= 1) {
      await field.live(50);
      seen.push(field.holderOf(part));
    }
    // It goes back to the host that is preferred, but not at once.
    const inTurn = seen.filter((host, at) => host !== undefined && host !== seen[at - 1]);
    expect(inTurn.slice(-2)).toEqual(['lb2', 'lb1']);
    expect(seen.filter((host) => host === 'lb2').length * 50).toBeGreaterThanOrEqual(ttlMs);
    expect(seen.filter((host) => host === undefined).length * 50).toBeLessThanOrEqual(100);
  });

  it('is not waited for with parts that its host takes no part in', async () => {
    const field = new Field();
    const host = new Host(field, 'lb1', partsOf(8));
    host.mayMove = true;
    await field.live(1000);
    // It has read its config anew, and this one has not yet.
    const other = new Host(field, 'lb2', ['web.0']);
    await field.live(ttlMs);
    const rest = partsOf(8).slice(1);
    for (let left = (5 * ttlMs) / 50; left > 0; left -= 1) {
      await field.live(50);
      const held = new Set([...host.holds(), ...other.holds()]);
      expect(rest.filter((part) => !held.has(part))).toEqual([]);
    }
  });

  it('hands over at once what no write is on its way for', async () => {
    const field = new Field();
    const parts = partsOf(8);
    const hosts = ['lb1', 'lb2'].map((name) => new Host(field, name, parts));
    for (const host of hosts) host.mayMove = true;
    await field.live(8 * ttlMs);
    const [first, second] = hosts as [Host, Host];
    const held = first.holds();
    expect(held.length).toBeGreaterThan(1);
    first.busyWith.add(held[0] ?? '');
    const leaving = first.leave();
    await field.live(200);
    const there = second.holds();
    expect(held.slice(1).filter((part) => !there.includes(part))).toEqual([]);
    await field.live(3 * ttlMs);
    await leaving;
  });
});

describe('a look at parts by who takes no part in the election', () => {
  it('is one for all of them', async () => {
    const field = new Field();
    const parts = partsOf(16);
    const host = new Host(field, 'lb1', parts);
    await field.live(1000);
    const shared: SharedParts = { sessions: new Map(), looks: new Map() };
    const opened = { shared, clock: field.world, open: field.open };
    const before = field.etcd.requests;
    const triggers = [...parts, 'web.99'].map((name) =>
      lookAtLease({ name, host: 'lb2', store: openPartLook(name, opened) }),
    );
    const { signal } = new AbortController();
    const asking = Promise.all(triggers.map((trigger) => trigger.ask(signal)));
    await field.answer(asking);
    expect(field.etcd.requests - before).toBe(1);
    const told = triggers.map((trigger) => trigger.word().why);
    expect(told).toEqual([
      ...parts.map((part) => `lb1 has lease ${part}`),
      'nobody has lease web.99',
    ]);
    await Promise.all(triggers.map((trigger) => trigger.close()));
    expect(shared.looks.size).toBe(0);
    const leaving = host.leave();
    await field.live(100);
    await leaving;
  });
});
