import { preferenceFor } from '../../../src/core/spread.ts';
import { Failure } from '../../../src/ports/failure.ts';
import type { Etcd } from '../../../src/triggers/lease/etcd-gateway.ts';
import { openEtcdStore } from '../../../src/triggers/lease/etcd-store.ts';
import type { Peers } from '../../../src/triggers/lease/failsafe.ts';
import { LeaseMember } from '../../../src/triggers/lease/lease-member.ts';
import type { LeaseStore } from '../../../src/triggers/lease/lease-store.ts';
import type { Plea, Pledge } from '../../../src/triggers/lease/plea.ts';
import { openPart } from '../../../src/triggers/lease/spread-sessions.ts';
import type { SpreadSessions } from '../../../src/triggers/lease/spread-sessions.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { settings } from '../../support/lease-host.ts';
import { noLog } from '../../support/local-state.ts';
import { EmulatedEtcd } from './emulated-etcd.ts';
import { HostClock, WorldClock } from './world-clock.ts';

/** What befalls a host at a moment. */
export interface Trouble {
  readonly at: number;
  readonly host: number;
  readonly what:
    | 'pause'
    | 'sleep'
    | 'cut'
    | 'restart'
    | 'leave'
    | 'step'
    | 'stale'
    | 'deaf'
    | 'outage'
    | 'write'
    | 'reload';
  readonly ms: number;
}

export interface Schedule {
  /** The leases: one, or the parts of one that is spread over the hosts. */
  readonly leases: readonly string[];
  /** Whether holders go on by the word of their peers. */
  readonly isFailsafe: boolean;
  /** How fast the clock of each host runs. */
  readonly rates: readonly number[];
  readonly prefers: readonly number[];
  readonly troubles: readonly Trouble[];
  /** What becomes of each request in turn, for ever: how long it takes there and back, and whether it is lost. */
  readonly network: readonly Way[];
}

export interface Way {
  readonly thereMs: number;
  readonly backMs: number;
  readonly lost: 'there' | 'back' | 'never';
}

export const troubledMs = 14_000;
const calmMs = 12_000;

export interface Lived {
  readonly wrong: readonly string[];
  /** How often somebody else got the lease. */
  readonly elections: number;
  /** How often a host was seen to go on that has no lease in etcd any more. */
  readonly outlasted: number;
  /** How many writes were on the wire. */
  readonly writes: number;
  /** The longest time in which no host might write, once one had. Milliseconds. */
  readonly gapMs: number;
}

/** Lives through a schedule. */
export async function live(schedule: Schedule): Promise<Lived> {
  const world = new WorldClock();
  const etcd = new EmulatedEtcd(world);
  const wrong = new Set<string>();
  const epochs = new Set<string | undefined>();
  const wire = new Map<string, Write[]>(schedule.leases.map((lease) => [lease, []]));
  let outlasted = 0;
  let gapMs = 0;
  const wroteAt = new Map<string, number>();
  const network = { ways: schedule.network, sent: 0, awayUntil: -Infinity };
  const { isFailsafe } = schedule;
  const hosts: readonly Participant[] = schedule.rates.map(
    (rate, index) =>
      new Participant(`lb${index}`, {
        world,
        etcd,
        rate,
        network,
        prefer: schedule.prefers[index] ?? 100,
        leases: schedule.leases,
        isFailsafe,
        others: () => hosts.filter((_, at) => at !== index),
        onWrite: (lease, write) => wire.get(lease)?.push(write),
        onBug: (error) => wrong.add(`bug: ${String(error)}`),
      }),
  );
  const lookAt = (lease: string): void => {
    const now = world.now();
    const writers = hosts.filter((host) => host.mayWrite(lease));
    if (writers.length > 1) wrong.add(`two may write at ${now}`);
    if (writers.length > 0) {
      gapMs = Math.max(gapMs, now - (wroteAt.get(lease) ?? now));
      wroteAt.set(lease, now);
    }
    for (const host of writers) {
      epochs.add(`${lease} ${host.epochOf(lease)}`);
      const late = wire.get(lease)?.find(({ by, until }) => by !== host.name && now < until);
      if (late !== undefined)
        wrong.add(`${host.name} may write at ${now}, and ${late.by} still does`);
      const holder = etcd.holder(`${settings.prefix}${lease}/leader`);
      if (holder !== host.name) outlasted += 1;
      if (holder !== host.name && !isFailsafe) {
        wrong.add(`${host.name} may write at ${now}, and ${holder} has the lease`);
      }
    }
  };
  const look = (): void => schedule.leases.forEach(lookAt);
  for (const host of hosts) host.join();
  for (const trouble of schedule.troubles) {
    // Whoever may write then, does.
    const isForAll = trouble.what === 'write';
    const befallen = hosts.filter((_, at) => isForAll || at === trouble.host % hosts.length);
    world.after(trouble.at, () => befallen.forEach((host) => host.suffer(trouble)));
  }
  await world.runUntil(troubledMs, look);
  network.ways = [];
  await world.runUntil(troubledMs + calmMs, look);
  for (const lease of schedule.leases) {
    const writers = hosts.filter((host) => host.mayWrite(lease));
    if (writers.length !== 1) wrong.add(`in the end ${writers.length} hosts may write`);
  }
  const leaving = hosts.map((host) => host.leave());
  await world.runUntil(troubledMs + calmMs + 5000, look);
  await Promise.all(leaving);
  const writes = [...wire.values()].flat().length;
  return { wrong: [...wrong], elections: epochs.size, outlasted, writes, gapMs };
}

/** A request to the cloud on its way. */
interface Write {
  readonly by: string;
  readonly until: number;
}

/** Whoever gets what a host sends. */
interface Recipient<T> {
  answer(): T;
  /** Whether nothing gets there, or comes back. */
  isGone(): boolean;
}

interface ParticipantOptions {
  readonly world: WorldClock;
  readonly etcd: EmulatedEtcd;
  readonly rate: number;
  readonly prefer: number;
  readonly network: { ways: readonly Way[]; sent: number; awayUntil: number };
  readonly leases: readonly string[];
  readonly isFailsafe: boolean;
  readonly onWrite: (lease: string, write: Write) => void;
  readonly others: () => readonly Participant[];
  readonly onBug: (error: unknown) => void;
}

const timeoutMs = settings.ttlMs / 4;
/** The margin of these leases, less what clocks differ by. */
const longestWriteMs = 900;

/** A host with the real code of an election, on a clock and a network that can fail it. */
class Participant {
  readonly name: string;
  readonly #options: ParticipantOptions;
  readonly #clock: HostClock;
  #cutUntil = -Infinity;
  /** Cut off from etcd alone. */
  #deafUntil = -Infinity;
  readonly #members = new Map<string, LeaseMember>();
  readonly #sessions: SpreadSessions = new Map();
  #writesUntil = -Infinity;

  constructor(name: string, options: ParticipantOptions) {
    this.name = name;
    this.#options = options;
    this.#clock = new HostClock(options.world, options.rate);
  }

  epochOf(lease: string): string | undefined {
    return this.#members.get(lease)?.word().epoch;
  }

  /** A host that stands still does not write. */
  mayWrite(lease: string): boolean {
    return !this.#clock.isPaused && this.#members.get(lease)?.word().says === 'hold';
  }

  join(leases = this.#options.leases): void {
    const { onBug, world } = this.#options;
    for (const lease of leases) {
      // Several troubles may have it begin anew.
      if (this.#members.has(lease)) continue;
      const member = this.#member(lease);
      this.#members.set(lease, member);
      const isBusy = (): boolean => world.now() < this.#writesUntil;
      member.start({ onChange: () => undefined, isBusy, onBug });
    }
  }

  #member(name: string): LeaseMember {
    const { prefer: own, isFailsafe } = this.#options;
    const isPart = name !== 'web';
    const prefer = isPart ? preferenceFor(this.name, name) : own;
    const mine = { ...settings, host: this.name, prefer, nopreempt: false, failsafe: isFailsafe };
    const open = (): LeaseStore => openEtcdStore(this.#etcd(), settings.prefix);
    const shared = { sessions: this.#sessions, parts: this.#options.leases.length };
    return new LeaseMember({
      name,
      settings: mine,
      ...(isFailsafe ? { peers: this.#peers() } : {}),
      store: isPart
        ? openPart(name, { ...shared, settings: mine, clock: this.#clock, open })
        : open(),
      clock: this.#clock,
      random: () => 0.5,
      host: fakeHost({ ticks: 1, pid: 1 }),
      log: noLog,
    });
  }

  async leave(leases = this.#options.leases): Promise<void> {
    const leaving = leases.map((lease) => this.#members.get(lease));
    for (const lease of leases) this.#members.delete(lease);
    await Promise.all(leaving.map((member) => member?.close()));
  }

  suffer({ what, ms }: Trouble): void {
    const { world } = this.#options;
    if (what === 'pause' || what === 'sleep') this.#clock.pause(ms, what === 'sleep');
    if (what === 'deaf') this.#deafUntil = world.now() + ms;
    if (what === 'outage') this.#options.network.awayUntil = world.now() + ms;
    if (what === 'stale') this.#options.etcd.standStill(ms);
    if (what === 'step') this.#clock.step(ms - 2500);
    // Cut off for ever is a host that was killed, as far as others can see; then another process begins.
    if (what === 'cut' || what === 'restart') this.#cutUntil = world.now() + ms;
    if (what === 'write') this.#write(Math.min(ms, longestWriteMs));
    if (!['restart', 'leave', 'reload'].includes(what)) return;
    // Half of those that leave have just begun to write.
    if (ms % 2 === 0) this.#write(longestWriteMs);
    // A config that is read anew may be without one of them.
    const { leases } = this.#options;
    const gone = what === 'reload' ? leases.slice(0, 1) : leases;
    void this.leave(gone).catch(this.#options.onBug);
    world.after(ms, () => this.join(gone));
  }

  #write(ms: number): void {
    const { world, leases, onWrite } = this.#options;
    const until = world.now() + ms;
    for (const lease of leases) {
      if (!this.mayWrite(lease)) continue;
      this.#writesUntil = until;
      onWrite(lease, { by: this.name, until });
    }
  }

  #etcd(): Etcd {
    const { etcd } = this.#options;
    return {
      close: () => undefined,
      call: (path, body, signal) =>
        this.#send(signal, { answer: () => etcd.answer(path, body), isGone: () => this.#isDeaf() }),
      open: async (_path, _body, signal) => {
        const stream = await this.#send(signal, {
          answer: () => etcd.watch(),
          isGone: () => this.#isDeaf(),
        });
        signal.addEventListener('abort', () => stream.destroy(), { once: true });
        return stream;
      },
    };
  }

  #isDeaf(): boolean {
    const { world, network } = this.#options;
    return world.now() < Math.max(this.#deafUntil, network.awayUntil);
  }

  #peers(): Peers {
    return {
      close: () => undefined,
      ask: async (plea, signal) =>
        await Promise.all(
          this.#options.others().map((other) =>
            this.#send(signal, {
              answer: () => other.#answer(plea),
              isGone: () => other.#isSilent(),
            }).catch(() => undefined),
          ),
        ),
    };
  }

  /** A host that stands still may answer later, which is as good as lost here. */
  #isSilent(): boolean {
    return this.#clock.isPaused || this.#options.world.now() < this.#cutUntil;
  }

  #answer(plea: Plea): Pledge | undefined {
    return this.#members.get(plea.lease)?.pledge(plea);
  }

  async #send<T>(signal: AbortSignal, { answer, isGone }: Recipient<T>): Promise<T> {
    const { network } = this.#options;
    const way = network.ways[(network.sent += 1) % Math.max(1, network.ways.length)] ?? quick;
    return await this.#withTimeout(signal, async () => {
      await this.#travel(way.thereMs, () => way.lost === 'there' || isGone());
      let said: T | Failure;
      try {
        said = answer();
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        said = error;
      }
      await this.#travel(way.backMs, () => way.lost === 'back' || isGone());
      await this.#clock.awake();
      if (said instanceof Failure) throw said;
      return said;
    });
  }

  async #travel(ms: number, isLost: () => boolean): Promise<void> {
    const { world } = this.#options;
    await new Promise<void>((resolve) => void world.after(ms, resolve));
    if (isLost() || world.now() < this.#cutUntil) await new Promise(() => undefined);
  }

  #withTimeout<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const cancel = this.#clock.after(timeoutMs, () => {
        signal.removeEventListener('abort', leave);
        reject(new Failure('transport', 'silent'));
      });
      const leave = (): void => reject(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
      void run()
        .then(resolve, reject)
        .finally(() => {
          cancel();
          signal.removeEventListener('abort', leave);
        });
    });
  }
}

const quick: Way = { thereMs: 1, backMs: 1, lost: 'never' };
