import { preferenceFor } from '../../../src/core/spread.ts';
import type { Etcd } from '../../../src/triggers/lease/etcd-gateway.ts';
import { openEtcdStore } from '../../../src/triggers/lease/etcd-store.ts';
import type { Peers } from '../../../src/triggers/lease/failsafe.ts';
import { LeaseMember } from '../../../src/triggers/lease/lease-member.ts';
import type { LeaseStore } from '../../../src/triggers/lease/lease-store.ts';
import type { Plea, Pledge } from '../../../src/triggers/lease/plea.ts';
import { openPart } from '../../../src/triggers/lease/shared-parts.ts';
import type { SharedParts } from '../../../src/triggers/lease/shared-parts.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { settings } from '../../support/lease-host.ts';
import { noLog } from '../../support/local-state.ts';
import type { EmulatedEtcd } from './emulated-etcd.ts';
import { Road } from './road.ts';
import type { Network } from './road.ts';
import { HostClock } from './world-clock.ts';
import type { WorldClock } from './world-clock.ts';

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

/** A request to the cloud on its way. */
export interface Write {
  readonly by: string;
  readonly until: number;
}

export interface ParticipantOptions {
  readonly world: WorldClock;
  readonly etcd: EmulatedEtcd;
  readonly rate: number;
  readonly prefer: number;
  readonly network: Network;
  readonly leases: readonly string[];
  readonly isFailsafe: boolean;
  /** Whether it has a lease for each part. */
  readonly isOld: boolean;
  readonly onWrite: (lease: string, write: Write) => void;
  readonly others: () => readonly Participant[];
  readonly onBug: (error: unknown) => void;
}

/** The margin of these leases, less what a host may sleep unnoticed, and less what clocks differ by. */
const longestWriteMs = 400;

/** A host with the real code of an election, on a clock and a network that can fail it. */
export class Participant {
  readonly name: string;
  readonly #options: ParticipantOptions;
  readonly #clock: HostClock;
  readonly #road: Road;
  #cutUntil = -Infinity;
  /** Cut off from etcd alone. */
  #deafUntil = -Infinity;
  readonly #members = new Map<string, LeaseMember>();
  readonly #shared: SharedParts = { sessions: new Map(), looks: new Map() };
  #writesUntil = -Infinity;

  constructor(name: string, options: ParticipantOptions) {
    this.name = name;
    this.#options = options;
    const { world, rate, network } = options;
    this.#clock = new HostClock(world, rate);
    const isCut = (): boolean => world.now() < this.#cutUntil;
    this.#road = new Road({ world, clock: this.#clock, network, isCut });
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
    const { prefer: own, isFailsafe, isOld, leases } = this.#options;
    const isPart = name !== 'web';
    const prefer = isPart ? preferenceFor(this.name, name) : own;
    const mine = { ...settings, host: this.name, prefer, nopreempt: false, failsafe: isFailsafe };
    const open = (): LeaseStore => openEtcdStore(this.#etcd(), settings.prefix);
    const shared = { shared: this.#shared, parts: leases.length };
    return new LeaseMember({
      name,
      settings: mine,
      ...(isFailsafe ? { peers: this.#peers() } : {}),
      store:
        isPart && !isOld
          ? openPart(name, { ...shared, settings: mine, clock: this.#clock, open })
          : open(),
      clock: this.#clock,
      random: () => 0.5,
      host: fakeHost({ ticks: 1, pid: 1 }),
      log: noLog,
    });
  }

  async leave(leases = this.#options.leases): Promise<void> {
    const leaving = leases.flatMap((lease) => this.#members.get(lease) ?? []);
    for (const lease of leases) this.#members.delete(lease);
    await Promise.all(leaving.map((member) => member.close()));
  }

  suffer({ what, ms }: Trouble): void {
    const { world, network, etcd } = this.#options;
    const until = world.now() + ms;
    const befall: Readonly<Record<Trouble['what'], () => void>> = {
      pause: () => this.#clock.pause(ms, false),
      sleep: () => this.#clock.pause(ms, true),
      step: () => this.#clock.step(ms - 2500),
      deaf: () => (this.#deafUntil = until),
      outage: () => (network.awayUntil = until),
      stale: () => etcd.standStill(ms),
      write: () => this.#write(Math.min(ms, longestWriteMs)),
      // For ever is a host that was killed, as far as others can see.
      cut: () => (this.#cutUntil = until),
      leave: () => this.#leaveFor(ms, this.#options.leases),
      // A config that is read anew may be without one of them.
      reload: () => this.#leaveFor(ms, this.#options.leases.slice(0, 1)),
      restart: () => {
        this.#cutUntil = until;
        this.#leaveFor(ms, this.#options.leases);
      },
    };
    befall[what]();
  }

  #leaveFor(ms: number, leases: readonly string[]): void {
    // Half of those that leave have just begun to write.
    if (ms % 2 === 0) this.#write(longestWriteMs);
    void this.leave(leases).catch(this.#options.onBug);
    this.#options.world.after(ms, () => this.join(leases));
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
        this.#road.send(signal, {
          answer: () => etcd.answer(path, body),
          isGone: () => this.#isDeaf(),
        }),
      open: async (_path, _body, signal) => {
        const stream = await this.#road.send(signal, {
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
            this.#road
              .send(signal, {
                answer: () => other.#answer(plea),
                isGone: () => other.#isSilent(),
              })
              .catch(() => undefined),
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
}
