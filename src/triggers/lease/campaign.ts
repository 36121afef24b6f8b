import type { EventOrder } from '../../core/vrrp.ts';
import { asFailure } from '../../ports/failure.ts';
import type { CampaignOptions, CampaignWatcher } from './campaign-options.ts';
import { createCourtesy } from './courtesy.ts';
import type { Courtesy } from './courtesy.ts';
import { giveBack } from './give-back.ts';
import type { Entry } from './lease-store.ts';
import type { Plea, Pledge } from './plea.ts';
import { withoutBarred } from './pledge-rule.ts';
import { Pledges } from './pledges.ts';
import { reasonToYield } from './race.ts';
import type { Race } from './race.ts';
import { atFirst, isPledged, mayWrite, wordAt } from './standing.ts';
import type { Standing } from './standing.ts';
import { instantOf } from './term.ts';
import type { Instant, Term } from './term.ts';

interface Renewed {
  readonly term: Term;
  /** In which term of Raft it was renewed; what was granted is agreed upon by most members anyway. */
  readonly raftTerm: string | undefined;
}

interface Sighting {
  readonly term: Term;
  readonly at: Instant;
  /** Whether it was renewed by whom most members of etcd follow. */
  readonly isConfirmed: boolean;
}

/**
 * A host in an election: a lease of its own in etcd, and what it has won with that. All that it asks etcd
 * it asks in turns; when it may act on the answers, `standing` says.
 */
export class Campaign {
  readonly #options: CampaignOptions;
  readonly #courtesy: Courtesy;
  readonly #pledges: Pledges;
  #watcher: CampaignWatcher = { onChange: () => undefined, isBusy: () => false };
  #standing: Standing;
  /** What it has said last, under which lease. */
  #voted: string | undefined;

  constructor(options: CampaignOptions) {
    const { clock, settings, name } = options;
    this.#options = options;
    this.#courtesy = createCourtesy({ clock, ...settings });
    this.#pledges = new Pledges({ clock, settings });
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

  /** What this host answers one that cannot reach etcd, and is bound by from now on. */
  pledge(plea: Plea): Pledge {
    const at = this.#instant();
    const own = { mayWrite: mayWrite(this.#standing, at), isBusy: this.#watcher.isBusy() };
    const answer = this.#pledges.answer(plea, own);
    if (!answer.isGiven || !plea.isBinding) return answer;
    const until = Math.max(this.#standing.pledge?.until ?? 0, at.now + plea.ttlMs);
    this.#change({ pledge: { to: plea.host, until } });
    return answer;
  }

  /** Goes on by the word of all peers, if it may still act: what has once run out is not to be had by it again. */
  extend(epoch: string, term: Term): void {
    const { won } = this.#standing;
    if (won?.epoch !== epoch || !mayWrite(this.#standing, this.#instant())) return;
    this.#change({ byPeers: { epoch, term } });
  }

  /** Takes no part this time. */
  abstain(why: string): void {
    this.#change({ seen: this.#sight(why), trouble: undefined });
  }

  /** Renews, and looks who has it. */
  async turn(signal: AbortSignal): Promise<void> {
    try {
      const { term, raftTerm } = await this.#renewed(signal);
      const at = this.#instant();
      const race = withoutBarred(await this.#runFor(term, signal));
      // Meanwhile it may have been given up.
      if (this.#standing.term?.id !== term.id) return;
      // A leader of etcd whose disk stands still goes on renewing, and the others have long chosen a new one
      // (etcd-io/etcd#15247).
      const isConfirmed = raftTerm === undefined || raftTerm === race.raftTerm;
      if (isConfirmed) this.#standing = { ...this.#standing, term };
      this.#judge(race, { term, at, isConfirmed });
      if (!isConfirmed) {
        this.#change({ trouble: 'etcd was about to change its leader' });
        return;
      }
      this.#options.voice?.hear(race.votes ?? new Map(), at);
      await this.#letAnybodyIn(signal);
      await this.#vote(term, signal);
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
    else await giveBack(term.id, this.#options);
  }

  /** Says what it has to say under its own lease, where that is news. */
  async #vote({ id }: Term, signal: AbortSignal): Promise<void> {
    const { name, settings, store, voice } = this.#options;
    if (voice === undefined || this.#standing.term?.id !== id) return;
    const text = voice.text();
    if (this.#voted === `${id} ${text}`) return;
    await store.vote({ name, id, host: settings.host, text }, signal);
    this.#voted = `${id} ${text}`;
  }

  /** What a holder before has written down does not count where this one asks no peers. */
  async #letAnybodyIn(signal: AbortSignal): Promise<void> {
    const { name, settings, store } = this.#options;
    const { won } = this.#standing;
    if (settings.failsafe || won === undefined || this.#pledges.entry === undefined) return;
    if (!mayWrite(this.#standing, this.#instant())) return;
    await store.limit({ name, epoch: won.epoch, entry: undefined }, signal);
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

  /** A lease that lasts from before this was asked for, if most members of etcd are still in that term. */
  async #renewed(signal: AbortSignal): Promise<Renewed> {
    const { term } = this.#standing;
    if (term === undefined) return { term: await this.#granted(signal), raftTerm: undefined };
    const sent = this.#instant();
    const renewal = await this.#options.store.renew(term.id, signal);
    signal.throwIfAborted();
    if (renewal === undefined || this.#standing.term !== term) {
      if (this.#standing.term === term) this.#change({ term: undefined, won: undefined });
      return { term: await this.#granted(signal), raftTerm: undefined };
    }
    const { ttlMs, raftTerm = 'unknown' } = renewal;
    return { term: { ...term, ttlMs: Math.min(ttlMs, term.ttlMs), sent }, raftTerm };
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
    if (this.#standing.won === undefined && this.#looksFirst()) {
      const race = withoutBarred(await store.look(name, signal));
      this.#pledges.note(race);
      if (!this.#courtesy.allows(term.id, race) || this.#leavesIt()) return race;
    }
    return await store.campaign(this.#entry(term), signal);
  }

  #looksFirst(): boolean {
    return this.#courtesy.looksFirst() || this.#leavesIt();
  }

  /** Whether it is not to take it, though nobody may have it. */
  #leavesIt(): boolean {
    return isPledged(this.#standing, this.#instant()) || this.#pledges.whyBarred() !== undefined;
  }

  #judge(race: Race, { term, at, isConfirmed }: Sighting): void {
    const { name, host } = this.#options;
    const { holder } = race;
    this.#courtesy.note(term.id, race);
    this.#pledges.note(race);
    const barred = this.#pledges.whyBarred();
    if (barred !== undefined && holder?.id === term.id) {
      void this.giveUp(barred);
      return;
    }
    if (holder?.id !== term.id) {
      const nobody = barred ?? `nobody has lease ${name}`;
      const seen = this.#sight(
        holder === undefined ? nobody : `${holder.host} has lease ${name}`,
        at,
      );
      this.#change({ won: undefined, seen, isInDoubt: false, trouble: undefined });
      return;
    }
    // Before it counts as won.
    const pledge = this.#pledges.binding(holder.epoch, this.#standing.pledge);
    this.#standing = { ...this.#standing, pledge };
    const before = wordAt(this.#standing, at);
    const isSame = before.says === 'hold' && before.epoch === holder.epoch;
    const since: EventOrder = (isSame ? before.since : undefined) ?? host.orderNow();
    const won = { epoch: holder.epoch, since };
    const isInDoubt = this.#standing.isInDoubt && !isConfirmed;
    this.#change({ won, isInDoubt, trouble: undefined });
    this.#yieldIfAsked(race, term);
  }

  #yieldIfAsked(race: Race, { id }: Term): void {
    const { name, log, settings } = this.#options;
    const why = reasonToYield({ id, prefer: settings.prefer }, race);
    if (why === undefined || this.#watcher.isBusy()) return;
    const { mayMove } = this.#options;
    if (race.released !== id && mayMove?.() === false) return;
    log.info({ lease: name, why }, 'gives way');
    this.#courtesy.letOthersFirst();
    void this.giveUp(`this host gave lease ${name} away: ${why}`);
  }
}
