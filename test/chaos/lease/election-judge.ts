import { settings } from '../../support/lease-host.ts';
import type { EmulatedEtcd } from './emulated-etcd.ts';
import type { Participant, Write } from './participant.ts';
import type { WorldClock } from './world-clock.ts';

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

interface ElectionJudgeOptions {
  readonly world: WorldClock;
  readonly etcd: EmulatedEtcd;
  readonly hosts: readonly Participant[];
  readonly leases: readonly string[];
  readonly isFailsafe: boolean;
}

/** Looks at every moment who may write, and notes what should not be. */
export class ElectionJudge {
  readonly #options: ElectionJudgeOptions;
  readonly #wrong = new Set<string>();
  readonly #epochs = new Set<string>();
  /** By leases. */
  readonly #wire = new Map<string, Write[]>();
  readonly #wroteAt = new Map<string, number>();
  #outlasted = 0;
  #gapMs = 0;

  constructor(options: ElectionJudgeOptions) {
    this.#options = options;
  }

  noteWrong(what: string): void {
    this.#wrong.add(what);
  }

  noteWrite(lease: string, write: Write): void {
    this.#wire.set(lease, [...(this.#wire.get(lease) ?? []), write]);
  }

  look(): void {
    for (const lease of this.#options.leases) {
      const writers = this.#writersOf(lease);
      const now = this.#options.world.now();
      if (writers.length > 1) this.noteWrong(`two may write at ${now}`);
      if (writers.length > 0) {
        this.#gapMs = Math.max(this.#gapMs, now - (this.#wroteAt.get(lease) ?? now));
        this.#wroteAt.set(lease, now);
      }
      for (const host of writers) this.#lookAt(host, lease, now);
    }
  }

  /** One host has each lease once all is calm. */
  lookAtEnd(): void {
    for (const lease of this.#options.leases) {
      const { length } = this.#writersOf(lease);
      if (length !== 1) this.noteWrong(`in the end ${length} hosts may write`);
    }
  }

  lived(): Lived {
    return {
      wrong: [...this.#wrong],
      elections: this.#epochs.size,
      outlasted: this.#outlasted,
      writes: [...this.#wire.values()].flat().length,
      gapMs: this.#gapMs,
    };
  }

  #writersOf(lease: string): readonly Participant[] {
    return this.#options.hosts.filter((host) => host.mayWrite(lease));
  }

  #lookAt(host: Participant, lease: string, now: number): void {
    const { etcd, isFailsafe } = this.#options;
    this.#epochs.add(`${lease} ${host.epochOf(lease)}`);
    const writes = this.#wire.get(lease) ?? [];
    const late = writes.find(({ by, until }) => by !== host.name && now < until);
    if (late !== undefined) {
      this.noteWrong(`${host.name} may write at ${now}, and what ${late.by} wrote is on its way`);
    }
    const holder = etcd.holder(`${settings.prefix}${lease}/leader`);
    if (holder === host.name) return;
    this.#outlasted += 1;
    if (!isFailsafe)
      this.noteWrong(`${host.name} may write at ${now}, and ${holder} has the lease`);
  }
}
