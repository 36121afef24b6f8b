import type { Clock } from '../../ports/clock.ts';
import type { LeaseSettings } from './lease-settings.ts';
import type { Plea, Pledge } from './plea.ts';
import { whyBarred, whyNoPledge } from './pledge-rule.ts';
import type { PledgeSituation } from './pledge-rule.ts';
import type { FailsafeEntry, Race } from './race.ts';
import type { Standing } from './standing.ts';

export interface PledgesOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly settings: Pick<LeaseSettings, 'host' | 'prefix' | 'failsafe'>;
}

/** What a host that may be asked for pledges knows of those who may ask, by what it has seen of a race. */
export class Pledges {
  readonly #options: PledgesOptions;
  /** What a process before this one has pledged, this one does not know. */
  readonly #startedAt: number;
  #latest: PledgeSituation['latest'];
  #entry: FailsafeEntry | undefined;

  constructor(options: PledgesOptions) {
    this.#options = options;
    this.#startedAt = options.clock.now();
  }

  note({ holder, failsafe }: Race): void {
    this.#latest = holder ?? this.#latest;
    this.#entry = failsafe;
  }

  /** Who may take part, by what was last seen; nothing where anybody may. */
  get entry(): FailsafeEntry | undefined {
    return this.#entry;
  }

  whyBarred(): string | undefined {
    return whyBarred(this.#options.settings.host, this.#entry);
  }

  answer(plea: Plea, own: Pick<PledgeSituation, 'mayWrite' | 'isBusy'>): Pledge {
    const { host, prefix, failsafe } = this.#options.settings;
    const latest = this.#latest;
    const why = whyNoPledge(plea, { host, prefix, isFailsafe: failsafe, latest, ...own });
    return why === undefined ? { host, isGiven: true } : { host, isGiven: false, why };
  }

  /**
   * By what this host is bound that has just been seen to have won: what it has pledged, and what it may have
   * pledged before it began anew to whoever came before the winner of that election.
   */
  binding(epoch: string, given: Standing['pledge']): Standing['pledge'] {
    const entry = this.#entry;
    if (entry === undefined || entry.epoch === epoch) return given;
    const earlier = { to: entry.host, until: this.#startedAt + entry.ttlMs };
    return given !== undefined && given.until > earlier.until ? given : earlier;
  }
}
