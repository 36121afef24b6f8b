import type { Clock } from '../../ports/clock.ts';
import type { Host } from '../../ports/host.ts';
import type { Log } from '../../ports/log.ts';
import type { LeaseSettings } from './lease-settings.ts';
import type { LeaseStore } from './lease-store.ts';
import type { Instant } from './term.ts';

export interface CampaignOptions {
  readonly name: string;
  readonly settings: CampaignSettings;
  readonly store: LeaseStore;
  readonly clock: Clock;
  readonly host: Pick<Host, 'orderNow'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** What it says to all others, and hears of them. */
  readonly voice?: Voice;
  /** Whether it may be given to a host that is preferred at this moment; without it, always. */
  readonly mayMove?: () => boolean;
}

/** What those who take part tell each other beside the election. */
export interface Voice {
  /** What this host has to say at this moment. */
  text(): string;
  /** What was said by all whose leases had not run out when this was asked for. */
  hear(votes: ReadonlyMap<string, string>, at: Instant): void;
}

export type CampaignSettings = Pick<
  LeaseSettings,
  'ttlMs' | 'host' | 'prefer' | 'nopreempt' | 'prefix' | 'failsafe'
>;

export interface CampaignWatcher {
  /** Hears that how this host stands has changed. */
  onChange(): void;
  /** Whether a write may be on its way. */
  isBusy(): boolean;
}
