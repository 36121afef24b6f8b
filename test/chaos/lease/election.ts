import { Failure } from '../../../src/ports/failure.ts';
import type { Etcd } from '../../../src/triggers/lease/etcd-gateway.ts';
import { openEtcdStore } from '../../../src/triggers/lease/etcd-store.ts';
import { LeaseMember } from '../../../src/triggers/lease/lease-member.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { settings } from '../../support/lease-host.ts';
import { noLog } from '../../support/local-state.ts';
import { EmulatedEtcd } from './emulated-etcd.ts';
import { HostClock, WorldClock } from './world-clock.ts';

/** What befalls a host at a moment. */
export interface Trouble {
  readonly at: number;
  readonly host: number;
  readonly what: 'pause' | 'sleep' | 'cut' | 'restart' | 'leave' | 'step';
  readonly ms: number;
}

export interface Schedule {
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

/** Lives through a schedule. Returns what went wrong, and how often somebody else got the lease. */
export async function live(schedule: Schedule): Promise<{ wrong: string[]; elections: number }> {
  const world = new WorldClock();
  const etcd = new EmulatedEtcd(world);
  const wrong = new Set<string>();
  const epochs = new Set<string | undefined>();
  const network = { ways: schedule.network, sent: 0 };
  const hosts = schedule.rates.map(
    (rate, index) =>
      new Participant(`lb${index}`, {
        world,
        etcd,
        rate,
        network,
        prefer: schedule.prefers[index] ?? 100,
        onBug: (error) => wrong.add(`bug: ${String(error)}`),
      }),
  );
  const look = (): void => {
    for (const host of hosts) {
      if (!host.mayWrite()) continue;
      epochs.add(host.epoch);
      const holder = etcd.holder();
      if (holder !== host.name) {
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
  return { wrong: [...wrong], elections: epochs.size };
}

interface ParticipantOptions {
  readonly world: WorldClock;
  readonly etcd: EmulatedEtcd;
  readonly rate: number;
  readonly prefer: number;
  readonly network: { ways: readonly Way[]; sent: number };
  readonly onBug: (error: unknown) => void;
}

const timeoutMs = settings.ttlMs / 4;

/** A host with the real code of an election, on a clock and a network that can fail it. */
class Participant {
  readonly name: string;
  readonly #options: ParticipantOptions;
  readonly #clock: HostClock;
  #cutUntil = -Infinity;
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
    const { prefer, onBug } = this.#options;
    const member = new LeaseMember({
      name: 'web',
      settings: { ...settings, host: this.name, prefer, nopreempt: false },
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
    if (what === 'step') this.#clock.step(ms - 2500);
    // Cut off for ever is a host that was killed, as far as others can see; then another process begins.
    if (what === 'cut' || what === 'restart') this.#cutUntil = world.now() + ms;
    if (what === 'restart') void this.leave().catch(this.#options.onBug);
    if (what === 'leave') void this.leave().catch(this.#options.onBug);
    if (what === 'restart' || what === 'leave') world.after(ms, () => this.join());
  }

  #etcd(): Etcd {
    const { etcd } = this.#options;
    return {
      close: () => undefined,
      call: (path, body, signal) => this.#send(signal, () => etcd.answer(path, body)),
      open: async (_path, _body, signal) => {
        const stream = await this.#send(signal, () => etcd.watch());
        signal.addEventListener('abort', () => stream.destroy(), { once: true });
        return stream;
      },
    };
  }

  async #send<T>(signal: AbortSignal, answer: () => T): Promise<T> {
    const { network } = this.#options;
    const way = network.ways[(network.sent += 1) % Math.max(1, network.ways.length)] ?? quick;
    return await this.#withTimeout(signal, async () => {
      await this.#travel(way.thereMs, way.lost === 'there');
      let said: T | Failure;
      try {
        said = answer();
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        said = error;
      }
      await this.#travel(way.backMs, way.lost === 'back');
      await this.#clock.awake();
      if (said instanceof Failure) throw said;
      return said;
    });
  }

  async #travel(ms: number, isLost: boolean): Promise<void> {
    const { world } = this.#options;
    await new Promise<void>((resolve) => void world.after(ms, resolve));
    if (isLost || world.now() < this.#cutUntil) await new Promise(() => undefined);
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
