import { sleep } from '../../lib/time/sleep.ts';
import type { Clock } from '../../ports/clock.ts';
import { asFailure } from '../../ports/failure.ts';
import type { Log } from '../../ports/log.ts';
import type { CampaignSettings } from './campaign-options.ts';
import type { Campaign } from './campaign.ts';
import type { LeaseStore } from './lease-store.ts';
import type { Plea, Pledge } from './plea.ts';
import { latestOf, mayWrite } from './standing.ts';
import { instantOf } from './term.ts';

/** The watchers of all other hosts. */
export interface Peers {
  /** What each answers, in their order; `undefined` of one that is silent. Never throws but for the signal. */
  ask(plea: Plea, signal: AbortSignal): Promise<readonly (Pledge | undefined)[]>;
  close(): void;
}

export interface FailsafeOptions {
  readonly name: string;
  readonly settings: CampaignSettings;
  readonly campaign: Pick<Campaign, 'standing' | 'extend'>;
  readonly peers: Peers;
  readonly store: Pick<LeaseStore, 'limit'>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** Who has to say so for a holder to go on, as it is written down in etcd. */
interface Armed {
  readonly epoch: string;
  readonly others: ReadonlySet<string>;
}

/** How often it looks, and from when on a renewal is overdue, as parts of a lease: one is due every third. */
const lookShare = 1 / 12;
const overdueShare = 0.45;
const armShare = 1 / 3;

/**
 * Has a holder that etcd does not answer go on for as long as all its peers pledge not to take the lease. Beforehand
 * it writes down in etcd who they are, so that nobody takes it whom it does not ask
 * (docs/decisions/0014-leases.md).
 */
export class Failsafe {
  readonly #options: FailsafeOptions;
  #armed: Armed | undefined;
  #armAt = -Infinity;
  #lack = '';

  constructor(options: FailsafeOptions) {
    this.#options = options;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, settings, peers } = this.#options;
    try {
      while (!signal.aborted) {
        await this.#step(signal);
        await sleep(clock, settings.ttlMs * lookShare, signal).catch(() => undefined);
      }
    } finally {
      peers.close();
    }
  }

  async #step(signal: AbortSignal): Promise<void> {
    const { campaign, clock, settings } = this.#options;
    const { standing } = campaign;
    const { won } = standing;
    const at = instantOf(clock);
    if (won === undefined || !mayWrite(standing, at)) return;
    const since = latestOf(standing) ?? at;
    const isOverdue = at.now - since.now >= settings.ttlMs * overdueShare;
    if (this.#armed?.epoch !== won.epoch) {
      if (!isOverdue && at.now >= this.#armAt) await this.#arm(won.epoch, signal);
    } else if (isOverdue) {
      await this.#goOn(this.#armed, signal);
    }
  }

  #plea(epoch: string, isBinding: boolean): Plea {
    const { name, settings } = this.#options;
    const { prefix, host, ttlMs } = settings;
    return { lease: name, prefix, host, epoch, ttlMs, isBinding };
  }

  async #arm(epoch: string, signal: AbortSignal): Promise<void> {
    const { name, settings, clock, peers, store } = this.#options;
    const { host, ttlMs } = settings;
    this.#armAt = clock.now() + ttlMs * armShare;
    try {
      const answers = await peers.ask(this.#plea(epoch, false), signal);
      const lack = lackIn(answers) ?? lackOfNames(answers, host);
      if (lack !== undefined) {
        this.#tellLack(lack);
        return;
      }
      const others = namesIn(answers);
      const entry = { host, epoch, ttlMs, members: [host, ...others].toSorted() };
      if (!(await store.limit({ name, epoch, entry }, signal))) return;
      this.#armed = { epoch, others };
      this.#lack = '';
      this.#options.log.info({ lease: name, peers: [...others] }, 'failsafe is armed');
    } catch (error) {
      if (!signal.aborted) this.#tellLack(asFailure(error).message);
    }
  }

  /** Counted from before anybody was asked, as everything is. */
  async #goOn({ epoch, others }: Armed, signal: AbortSignal): Promise<void> {
    const { campaign, clock, peers, log, name } = this.#options;
    const { term } = campaign.standing;
    if (term === undefined) return;
    const sent = instantOf(clock);
    const answers = await peers.ask(this.#plea(epoch, true), signal).catch(() => []);
    const names = namesIn(answers);
    const isSame = names.size === others.size && [...others].every((other) => names.has(other));
    const lack = lackIn(answers) ?? (isSame ? undefined : 'other hosts have answered');
    if (lack !== undefined) log.warn({ lease: name, reason: lack }, 'peers do not let it go on');
    else campaign.extend(epoch, { ...term, sent });
  }

  /** Once for each reason: it is tried again and again. */
  #tellLack(reason: string): void {
    if (reason === this.#lack) return;
    this.#lack = reason;
    const { name, log } = this.#options;
    log.warn({ lease: name, reason }, 'failsafe is not armed');
  }
}

function lackIn(answers: readonly (Pledge | undefined)[]): string | undefined {
  if (answers.length === 0) return 'nobody was asked';
  if (answers.includes(undefined)) return 'a peer does not answer';
  const refusal = answers.find((answer) => answer?.isGiven === false);
  return refusal === undefined ? undefined : `${refusal.host} says: ${refusal.why ?? 'no'}`;
}

/** Whether they can be told apart. */
function lackOfNames(answers: readonly (Pledge | undefined)[], own: string): string | undefined {
  const names = namesIn(answers);
  if (names.has(own)) return `a peer is called ${own}, as this host`;
  return names.size === answers.length ? undefined : 'two peers have the same name';
}

function namesIn(answers: readonly (Pledge | undefined)[]): ReadonlySet<string> {
  return new Set(answers.flatMap((answer) => (answer === undefined ? [] : [answer.host])));
}
