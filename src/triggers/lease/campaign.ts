import type { EventOrder } from '../../core/vrrp.ts';
import type { Clock } from '../../ports/clock.ts';
import { asFailure } from '../../ports/failure.ts';
import type { Host } from '../../ports/host.ts';
import type { Log } from '../../ports/log.ts';
import { createCourtesy } from './courtesy.ts';
import type { Courtesy } from './courtesy.ts';
import type { LeaseSettings } from './lease-settings.ts';
import type { Entry, LeaseStore } from './lease-store.ts';
import { reasonToYield } from './race.ts';
import type { Race } from './race.ts';
import { atFirst, wordAt } from './standing.ts';
import type { Standing } from './standing.ts';
import { instantOf } from './term.ts';
import type { Instant, Term } from './term.ts';

export interface CampaignOptions {
  readonly name: string;
  readonly settings: Pick<LeaseSettings, 'ttlMs' | 'host' | 'prefer' | 'nopreempt'>;
  readonly store: LeaseStore;
  readonly clock: Clock;
  readonly host: Pick<Host, 'orderNow'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

export interface CampaignWatcher {
  /** Hears that how this host stands has changed. */
  onChange(): void;
  /** Whether a write may be on its way. */
  isBusy(): boolean;
}

/** How long a good-bye may take. */
const leaveMs = 1000;

/**
 * A host in an election: a lease of its own in etcd, and what it has won with that. All that it asks etcd
 * it asks in turns; when it may act on the answers, `standing` says.
 */
export class Campaign {
  readonly #options: CampaignOptions;
  readonly #courtesy: Courtesy;
  #watcher: CampaignWatcher = { onChange: () => undefined, isBusy: () => false };
  #standing: Standing;

  constructor(options: CampaignOptions) {
    const { clock, settings, name } = options;
    this.#options = options;
    this.#courtesy = createCourtesy({ clock, ...settings });
    this.#standing = atFirst(name);
  }

  get standing(): Standing {
    return this.#standing;
  }

  watchedBy(watcher: CampaignWatcher): void {
    this.#watcher = watcher;
  }

  /** From now on the lease has to be renewed before this host acts on it. */
  doubt(): void {
    this.#change({ isInDoubt: true });
  }

  /** Takes no part this time. */
  abstain(why: string): void {
    this.#change({ seen: this.#sight(why), trouble: undefined });
  }

  /** Renews, and looks who has it. */
  async turn(signal: AbortSignal): Promise<void> {
    try {
      const term = await this.#renewed(signal);
      const at = this.#instant();
      const race = await this.#runFor(term, signal);
      // Meanwhile it may have been given up.
      if (this.#standing.term === term) this.#judge(race, term, at);
    } catch (error) {
      if (signal.aborted) return;
      this.#change({ trouble: asFailure(error).message });
    }
  }

  /** Holds nothing from now on, and gives up its lease, unless a write may be on its way. */
  async giveUp(why: string): Promise<void> {
    const { log, name } = this.#options;
    const { term } = this.#standing;
    const isBusy = this.#watcher.isBusy();
    this.#change({ term: undefined, won: undefined, seen: this.#sight(why) });
    if (term === undefined) return;
    if (isBusy) log.warn({ lease: name }, 'left to run out: a write may be on its way');
    else await this.#revoke(term);
  }

  async #revoke({ id }: Term): Promise<void> {
    const { store, clock } = this.#options;
    const limit = new AbortController();
    const cancel = clock.after(leaveMs, () => limit.abort());
    try {
      await store.revoke(id, limit.signal);
    } catch (error) {
      // It runs out by itself.
      if (!limit.signal.aborted) asFailure(error);
    } finally {
      cancel();
    }
  }

  #instant(): Instant {
    return instantOf(this.#options.clock);
  }

  #change(change: Partial<Standing>): void {
    this.#standing = { ...this.#standing, ...change };
    this.#watcher.onChange();
  }

  #sight(why: string, at = this.#instant()): NonNullable<Standing['seen']> {
    return { why, at, ttlMs: this.#options.settings.ttlMs };
  }

  /** A lease that lasts from before this was asked for. */
  async #renewed(signal: AbortSignal): Promise<Term> {
    const { term } = this.#standing;
    if (term === undefined) return await this.#granted(signal);
    const sent = this.#instant();
    const ttlMs = await this.#options.store.renew(term.id, signal);
    signal.throwIfAborted();
    if (ttlMs === undefined || this.#standing.term !== term) {
      if (this.#standing.term === term) this.#change({ term: undefined, won: undefined });
      return await this.#granted(signal);
    }
    const renewed = { ...term, ttlMs: Math.min(ttlMs, term.ttlMs), sent };
    this.#standing = { ...this.#standing, term: renewed };
    return renewed;
  }

  async #granted(signal: AbortSignal): Promise<Term> {
    const { store, settings } = this.#options;
    const sent = this.#instant();
    const { id, ttlMs } = await store.grant(settings.ttlMs, signal);
    const term = { id, ttlMs: Math.min(ttlMs, settings.ttlMs), sent };
    await store.enter(this.#entry(term), signal);
    signal.throwIfAborted();
    this.#standing = { ...this.#standing, term };
    return term;
  }

  #entry({ id }: Term): Entry {
    const { name, settings } = this.#options;
    const { host, prefer, nopreempt } = settings;
    return { name, id, candidacy: { host, prefer, preempts: !nopreempt } };
  }

  /** Takes part, unless another host is to go first. */
  async #runFor(term: Term, signal: AbortSignal): Promise<Race> {
    const { store, name } = this.#options;
    if (this.#standing.won === undefined && this.#courtesy.looksFirst()) {
      const race = await store.look(name, signal);
      if (!this.#courtesy.allows(term.id, race)) return race;
    }
    return await store.campaign(this.#entry(term), signal);
  }

  #judge(race: Race, term: Term, at: Instant): void {
    const { name, host } = this.#options;
    const { holder } = race;
    this.#courtesy.note(term.id, race);
    if (holder?.id !== term.id) {
      const seen = this.#sight(`${holder?.host ?? 'nobody'} has lease ${name}`, at);
      this.#change({ won: undefined, seen, isInDoubt: false, trouble: undefined });
      return;
    }
    const before = wordAt(this.#standing, at);
    const isSame = before.says === 'hold' && before.epoch === holder.epoch;
    const since: EventOrder = (isSame ? before.since : undefined) ?? host.orderNow();
    const won = { epoch: holder.epoch, since };
    this.#change({ won, isInDoubt: false, trouble: undefined });
    this.#yieldIfAsked(race, term);
  }

  #yieldIfAsked(race: Race, { id }: Term): void {
    const { name, log, settings } = this.#options;
    const why = reasonToYield({ id, prefer: settings.prefer }, race);
    if (why === undefined || this.#watcher.isBusy()) return;
    log.info({ lease: name, why }, 'gives way');
    this.#courtesy.letOthersFirst();
    void this.giveUp(`this host gave lease ${name} away: ${why}`);
  }
}
