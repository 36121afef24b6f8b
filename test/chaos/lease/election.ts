import { Failure } from '../../../src/ports/failure.ts';
import type { Etcd } from '../../../src/triggers/lease/etcd-gateway.ts';
import { openEtcdStore } from '../../../src/triggers/lease/etcd-store.ts';
import type { Peers } from '../../../src/triggers/lease/failsafe.ts';
import { LeaseMember } from '../../../src/triggers/lease/lease-member.ts';
import type { Plea, Pledge } from '../../../src/triggers/lease/plea.ts';
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
    | 'outage';
  readonly ms: number;
}

export interface Schedule {
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
  /** The longest time in which no host might write, once one had. Milliseconds. */
  readonly gapMs: number;
}

/** Lives through a schedule. */
export async function live(schedule: Schedule): Promise<Lived> {
  const world = new WorldClock();
  const etcd = new EmulatedEtcd(world);
  const wrong = new Set<string>();
  const epochs = new Set<string | undefined>();
  let outlasted = 0;
  let [gapMs, wroteAt] = [0, Infinity];
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
        isFailsafe,
        others: () => hosts.filter((_, at) => at !== index),
        onBug: (error) => wrong.add(`bug: ${String(error)}`),
      }),
  );
  const look = (): void => {
    const writers = hosts.filter((host) => host.mayWrite());
    if (writers.length > 1) wrong.add(`two may write at ${world.now()}`);
    if (writers.length > 0) {
      gapMs = Math.max(gapMs, world.now() - wroteAt);
      wroteAt = world.now();
    }
    for (const host of writers) {
      epochs.add(host.epoch);
      const holder = etcd.holder();
      if (holder !== host.name) outlasted += 1;
      if (holder !== host.name && !isFailsafe) {
        wrong.add(`${host.name} may write at ${world.now()}, and ${holder} has the lease`);
      }
    }
  };
  for (const host of hosts) host.join();
  for (const trouble of schedule.troubles) {
    world.after(trouble.at, () => hosts[trouble.host % hosts.length]?.suffer(trouble));
  }
  await world.runUntil(troubledMs, look);
  network.ways = [];
  await world.runUntil(troubledMs + calmMs, look);
  const writers = hosts.filter((host) => host.mayWrite());
  if (writers.length !== 1) wrong.add(`in the end ${writers.length} hosts may write`);
  const leaving = hosts.map((host) => host.leave());
  await world.runUntil(troubledMs + calmMs + 5000, look);
  await Promise.all(leaving);
  return { wrong: [...wrong], elections: epochs.size, outlasted, gapMs };
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
  readonly isFailsafe: boolean;
  readonly others: () => readonly Participant[];
  readonly onBug: (error: unknown) => void;
}

const timeoutMs = settings.ttlMs / 4;

/** A host with the real code of an election, on a clock and a network that can fail it. */
class Participant {
  readonly name: string;
  readonly #options: ParticipantOptions;
  readonly #clock: HostClock;
  #cutUntil = -Infinity;
  /** Cut off from etcd alone. */
  #deafUntil = -Infinity;
  #member: LeaseMember | undefined;

  constructor(name: string, options: ParticipantOptions) {
    this.name = name;
    this.#options = options;
    this.#clock = new HostClock(options.world, options.rate);
  }

  get epoch(): string | undefined {
    return this.#member?.word().epoch;
  }

  /** A host that stands still does not write. */
  mayWrite(): boolean {
    return !this.#clock.isPaused && this.#member?.word().says === 'hold';
  }

  join(): void {
    // Several troubles may have it begin anew.
    if (this.#member !== undefined) return;
    const { prefer, onBug, isFailsafe } = this.#options;
    const member = new LeaseMember({
      name: 'web',
      settings: { ...settings, host: this.name, prefer, nopreempt: false, failsafe: isFailsafe },
      ...(isFailsafe ? { peers: this.#peers() } : {}),
      store: openEtcdStore(this.#etcd(), settings.prefix),
      clock: this.#clock,
      random: () => 0.5,
      host: fakeHost({ ticks: 1, pid: 1 }),
      log: noLog,
    });
    this.#member = member;
    member.start({ onChange: () => undefined, isBusy: () => false, onBug });
  }

  async leave(): Promise<void> {
    const member = this.#member;
    this.#member = undefined;
    await member?.close();
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
    if (what !== 'restart' && what !== 'leave') return;
    void this.leave().catch(this.#options.onBug);
    world.after(ms, () => this.join());
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
    return this.#member?.pledge(plea);
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
