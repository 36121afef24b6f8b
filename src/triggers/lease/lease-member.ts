import { sleep } from '../../lib/time/sleep.ts';
import type { Random } from '../../ports/clock.ts';
import { asFailure } from '../../ports/failure.ts';
import type { Saying, Trigger, TriggerSurroundings, TriggerWord } from '../../ports/trigger.ts';
import type { CampaignOptions } from './campaign-options.ts';
import { Campaign } from './campaign.ts';
import { Failsafe } from './failsafe.ts';
import type { Peers } from './failsafe.ts';
import type { Plea, Pledge, Pledging } from './plea.ts';
import { endOf, isPledged, wordAt } from './standing.ts';
import { instantOf, isLate } from './term.ts';

export interface LeaseMemberOptions extends CampaignOptions {
  readonly random: Random;
  /** What has to be well for this host to take part. */
  readonly health?: Trigger;
  /** Whom to ask where etcd does not answer. */
  readonly peers?: Peers;
}

/** How soon to try again where nobody has answered: a part of the lease, so that there are several tries. */
const retryShare = 1 / 12;

/**
 * Takes part in an election for as long as this process runs: renews every third of a lease, and tells
 * what it has won and lost, also where nobody answers any more (docs/decisions/0014-leases.md).
 */
export class LeaseMember implements Trigger, Pledging {
  readonly #options: LeaseMemberOptions;
  readonly #campaign: Campaign;
  readonly #closing = new AbortController();
  readonly #failsafe: Failsafe | undefined;
  #surroundings: TriggerSurroundings | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #told: { readonly says: Saying; readonly epoch?: string } = { says: 'unknown' };
  #nap: AbortController | undefined;
  #isWoken = false;
  #cancelDeadline: (() => void) | undefined;

  constructor(options: LeaseMemberOptions) {
    this.#options = options;
    this.#campaign = new Campaign(options);
    const { peers } = options;
    const campaign = this.#campaign;
    if (peers !== undefined) this.#failsafe = new Failsafe({ ...options, peers, campaign });
  }

  word(): TriggerWord {
    return wordAt(this.#campaign.standing, instantOf(this.#options.clock));
  }

  async ask(signal: AbortSignal): Promise<void> {
    await this.#turn(signal);
  }

  /** What this host answers a holder that cannot reach etcd. */
  pledge(plea: Plea): Pledge {
    return this.#campaign.pledge(plea);
  }

  start(surroundings: TriggerSurroundings): void {
    this.#surroundings = surroundings;
    const { isBusy, onBug } = surroundings;
    this.#campaign.watchedBy({ onChange: () => this.#tell(), isBusy: () => isBusy() });
    this.#options.health?.start({ ...surroundings, onChange: () => this.#noteHealth() });
    this.#running = Promise.all([
      this.#goOn(),
      this.#watch(),
      this.#failsafe?.run(this.#closing.signal),
    ]).catch((error: unknown) => {
      if (!this.#closing.signal.aborted) onBug(error);
    });
  }

  async close(): Promise<void> {
    const { store, name, health } = this.#options;
    // Before anything else: what may be on its way now decides what is given up.
    const leaving = this.#campaign.giveUp(`this host has left the race for lease ${name}`);
    this.#closing.abort();
    this.#cancelDeadline?.();
    await Promise.all([this.#running, leaving, health?.close()]);
    store.close();
  }

  /**
   * Tells what has changed, at the latest when the time is over for which this host may act on its lease, or
   * for which it has pledged not to.
   */
  #tell(): void {
    const { clock } = this.#options;
    const { says, epoch } = this.word();
    const { standing } = this.#campaign;
    this.#cancelDeadline?.();
    if (says === 'hold') {
      this.#cancelDeadline = clock.after(endOf(standing) - clock.now(), () => this.#tell());
    } else if (isPledged(standing, instantOf(clock))) {
      const leftMs = (standing.pledge?.until ?? 0) - clock.now();
      this.#cancelDeadline = clock.after(leftMs, () => this.#endPledge());
    }
    if (says === this.#told.says && epoch === this.#told.epoch) return;
    this.#told = epoch === undefined ? { says } : { says, epoch };
    this.#surroundings?.onChange();
  }

  #endPledge(): void {
    this.#tell();
    this.wake();
  }

  #whyUnfit(): string | undefined {
    const word = this.#options.health?.word();
    return word === undefined || word.says === 'hold'
      ? undefined
      : `this host is out of the race for lease ${this.#options.name}: ${word.why}`;
  }

  #noteHealth(): void {
    const why = this.#whyUnfit();
    if (why !== undefined) void this.#campaign.giveUp(why);
    this.wake();
  }

  /** Has it look at once, as there is something to say. */
  wake(): void {
    this.#isWoken = true;
    this.#nap?.abort();
  }

  async #goOn(): Promise<void> {
    const { signal } = this.#closing;
    const { clock, settings } = this.#options;
    while (!signal.aborted) {
      this.#isWoken = false;
      await this.#turn(signal);
      const plannedAt = clock.now() + this.#waitMs();
      if (!this.#isWoken && !signal.aborted) await this.#sleepUntil(plannedAt);
      if (isLate(plannedAt, clock.now(), settings.ttlMs)) this.#campaign.doubt();
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    // What has run out without anybody looking is told before it is renewed.
    this.#tell();
    const unfit = this.#whyUnfit();
    if (unfit === undefined) await this.#campaign.turn(signal);
    // It may have been won while that came to be known.
    else if (this.#campaign.standing.term !== undefined) await this.#campaign.giveUp(unfit);
    else this.#campaign.abstain(unfit);
  }

  #waitMs(): number {
    const { settings, random } = this.#options;
    const { trouble } = this.#campaign.standing;
    const ms = settings.ttlMs * (trouble === undefined ? 1 / 3 : retryShare);
    return ms * (0.9 + 0.1 * random());
  }

  async #sleepUntil(at: number): Promise<void> {
    const { clock } = this.#options;
    const nap = new AbortController();
    this.#nap = nap;
    const end = (): void => nap.abort();
    this.#closing.signal.addEventListener('abort', end, { once: true });
    await sleep(clock, at - clock.now(), nap.signal).catch(() => undefined);
    this.#closing.signal.removeEventListener('abort', end);
  }

  /** Sees changes the moment they happen. What it does not see, the next turn does. */
  async #watch(): Promise<void> {
    const { signal } = this.#closing;
    const { store, name, clock, settings } = this.#options;
    while (!signal.aborted) {
      try {
        await store.watch(name, () => this.wake(), signal);
      } catch (error) {
        if (signal.aborted) return;
        asFailure(error);
      }
      await sleep(clock, settings.ttlMs / 5, signal).catch(() => undefined);
    }
  }
}
