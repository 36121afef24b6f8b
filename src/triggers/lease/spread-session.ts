import type { Clock } from '../../ports/clock.ts';
import { Gathered } from './gathered.ts';
import type { LeaseSettings } from './lease-settings.ts';
import type { Entry, LeaseStore, Parts, Renewal } from './lease-store.ts';
import { PartsWatch } from './parts-watch.ts';
import { PartsWon } from './parts-won.ts';
import { emptyRace, numberOfPart, raceForAll, withHostsOfAll } from './parts.ts';
import type { Race } from './race.ts';

export interface SpreadSessionOptions {
  readonly lease: string;
  readonly settings: Pick<LeaseSettings, 'ttlMs' | 'host' | 'nopreempt'>;
  readonly store: LeaseStore;
  readonly clock: Clock;
  /** All parts have left it. */
  readonly onClosed?: () => void;
}

/** The lease of this host, renewed, and what was read after that. */
export interface Beat {
  readonly id: string;
  /** Nothing where the lease is new. */
  readonly renewal: Renewal | undefined;
  readonly ttlMs: number;
  readonly parts: Parts;
}

/** The place of one who takes part for a part; after a change of the config another one may come in its stead. */
export interface Seat {
  readonly part: string;
}

/** For so long the parts wait for those that are not woken, as etcd cannot be watched. */
const gatherShare = 1 / 24;

/**
 * One lease of a host for all parts of a lease that is spread: renewed once for all of them, and with one look at all
 * of them, so that what etcd is asked does not grow with the parts (docs/decisions/0014-leases.md).
 */
export class SpreadSession {
  readonly #options: SpreadSessionOptions;
  readonly #beats: Gathered<Beat>;
  readonly #watch: PartsWatch;
  readonly #seats = new Set<Seat>();
  /** Those who take part, and have not given up. */
  readonly #entered = new Set<Seat>();
  /** The parts that wait for a beat. */
  readonly #asking = new Set<string>();
  /** Parts that were left with a write on its way, and until when nobody else is to have them. */
  readonly #lingering = new Map<string, number>();
  readonly #won: PartsWon;
  #id: string | undefined;
  #hasNews = false;

  constructor(options: SpreadSessionOptions) {
    const { lease, store, clock, settings } = options;
    this.#options = options;
    this.#won = new PartsWon(settings.host);
    this.#beats = new Gathered({
      clock,
      run: (signal) => this.#beat(signal),
      // Nobody waits who may have something to win.
      waitMs: () => (this.#hasNews || this.#id === undefined ? 0 : settings.ttlMs * gatherShare),
    });
    this.#watch = new PartsWatch({
      lease,
      store,
      ownId: () => this.#id,
      gaveWay: (part) => this.#won.gaveWay(part),
      onNews: () => {
        this.#hasNews = true;
        this.#beats.hurry();
      },
    });
  }

  open(part: string): Seat {
    const seat = { part };
    this.#seats.add(seat);
    return seat;
  }

  /** Takes part with that part, too, and tells what was found after this was asked for. */
  async beat(seat: Seat, signal: AbortSignal): Promise<Beat> {
    signal.throwIfAborted();
    this.#entered.add(seat);
    this.#lingering.delete(seat.part);
    this.#asking.add(seat.part);
    const isFirst = !this.#beats.isPlanned;
    const beat = this.#beats.ask(signal);
    // All others come along: by themselves they would come one after the other.
    if (isFirst) this.#watch.wake((part) => !this.#asking.has(part));
    try {
      return await beat;
    } finally {
      this.#asking.delete(seat.part);
    }
  }

  /** The race for a part, as that part is to see it. */
  raceOf(part: string, parts: Parts): Race {
    const { races, raftTerm } = parts;
    return this.asSeen(part, races.get(part) ?? emptyRace(raftTerm), parts);
  }

  asSeen(part: string, race: Race, { races, raftTerm }: Parts): Race {
    const all = races.get(raceForAll(this.#options.lease)) ?? emptyRace(raftTerm);
    return withHostsOfAll(part, this.#won.asSeen(part, race, this.#id), all);
  }

  noteWon(part: string, { holder }: Race): void {
    if (holder !== undefined && holder.id === this.#id) this.#won.note(part, holder.epoch);
  }

  watch(part: string, onChange: () => void, signal: AbortSignal): Promise<void> {
    return this.#watch.watch(part, onChange, signal);
  }

  /** Gives up what a part has won, and the lease itself with the last part. */
  async giveUp(seat: Seat, id: string, signal: AbortSignal): Promise<void> {
    const { store } = this.#options;
    this.#entered.delete(seat);
    const epoch = this.#won.giveUp(seat.part);
    // All may be about to leave at this moment.
    await Promise.resolve();
    if (id !== this.#id) return;
    if (
      this.#entered.size === 0 &&
      ![...this.#lingering.keys()].some((part) => this.#isLingering(part))
    ) {
      this.#id = undefined;
      await store.revoke(id, signal);
      return;
    }
    const entry = this.#entry(id);
    if (epoch === undefined) await store.enter(entry, signal);
    else await store.drop({ name: seat.part, epoch, entry }, signal);
  }

  close(seat: Seat): void {
    const { clock, settings, store, onClosed } = this.#options;
    if (!this.#seats.delete(seat)) return;
    // It was not given up, as a write may be on its way.
    if (this.#entered.delete(seat)) this.#lingering.set(seat.part, clock.now() + settings.ttlMs);
    if (this.#seats.size > 0) return;
    this.#beats.close();
    this.#watch.close();
    store.close();
    onClosed?.();
  }

  async #beat(signal: AbortSignal): Promise<Beat> {
    const { store, lease } = this.#options;
    this.#hasNews = false;
    const { id, ttlMs, renewal } = await this.#renewed(signal);
    const { givenUp } = this.#won;
    const parts = await store.lookAtParts(lease, signal);
    const written = new Set([...parts.races.values()].map(({ holder }) => holder?.epoch));
    this.#won.forget(givenUp.filter((epoch) => !written.has(epoch)));
    if (id === this.#id) this.#tidyUp(id, parts, signal);
    return { id, ttlMs, renewal, parts };
  }

  async #renewed(signal: AbortSignal): Promise<Omit<Beat, 'parts'>> {
    const { store, settings } = this.#options;
    const id = this.#id;
    if (id !== undefined) {
      const renewal = await store.renew(id, signal);
      if (renewal !== undefined) return { id, ttlMs: renewal.ttlMs, renewal };
      if (this.#id === id) this.#id = undefined;
    }
    const granted = await store.grant(settings.ttlMs, signal);
    await store.enter(this.#entry(granted.id), signal);
    signal.throwIfAborted();
    this.#id = granted.id;
    this.#won.beginAnew();
    return { ...granted, renewal: undefined };
  }

  /** For the parts in which this host takes part at this moment: nobody is to wait for it with others. */
  #entry(id: string): Entry {
    const { lease, settings } = this.#options;
    const { host, nopreempt } = settings;
    const parts = [...new Set([...this.#entered].map(({ part }) => numberOfPart(part)))].toSorted();
    return {
      name: raceForAll(lease),
      id,
      candidacy: { host, prefer: 0, preempts: !nopreempt, parts },
    };
  }

  /** What hangs on the lease of this host, and nobody here answers for, others are to have. */
  #tidyUp(id: string, { races }: Parts, signal: AbortSignal): void {
    const { store, lease } = this.#options;
    const entry = this.#entry(id);
    const written = races.get(raceForAll(lease))?.candidates.find((one) => one.id === id);
    // The next look shows whether all this got there.
    if (String(written?.parts) !== String(entry.candidacy.parts)) {
      store.enter(entry, signal).catch(() => undefined);
    }
    const served = new Set([...this.#seats].map(({ part }) => part));
    for (const [part, { holder }] of races) {
      if (holder?.id !== id) continue;
      this.#won.note(part, holder.epoch);
      const isServed = served.has(part) && !this.#won.isGivenUp(holder.epoch);
      if (isServed || this.#isLingering(part)) continue;
      this.#won.giveUp(part);
      store.drop({ name: part, epoch: holder.epoch, entry }, signal).catch(() => undefined);
    }
  }

  #isLingering(part: string): boolean {
    return this.#options.clock.now() < (this.#lingering.get(part) ?? -Infinity);
  }
}
