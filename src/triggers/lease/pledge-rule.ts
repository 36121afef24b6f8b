import type { Plea } from './plea.ts';
import type { FailsafeEntry, Race } from './race.ts';

/** What a host that is asked for a pledge knows. */
export interface PledgeSituation {
  readonly host: string;
  readonly prefix: string;
  readonly isFailsafe: boolean;
  /** Whether it may act on the lease itself. */
  readonly mayWrite: boolean;
  /** Whether a write of its own may be on its way. */
  readonly isBusy: boolean;
  /** The latest election that it has heard of, and who won that. */
  readonly latest: { readonly host: string; readonly epoch: string } | undefined;
}

/** Why a host does not pledge to leave a lease with the one that asks; nothing where it does. */
export function whyNoPledge(plea: Plea, situation: PledgeSituation): string | undefined {
  const { host, prefix, isFailsafe, mayWrite, isBusy, latest } = situation;
  if (!isFailsafe) return 'failsafe is off here';
  if (plea.prefix !== prefix) return `the keys of this host begin with ${prefix}`;
  if (plea.host === host) return `this host is called ${host} too`;
  if (mayWrite) return 'this host has it';
  if (isBusy) return 'a write of this host may be on its way';
  if (latest === undefined) return undefined;
  const [theirs, ours] = [BigInt(plea.epoch), BigInt(latest.epoch)];
  if (ours > theirs || (ours === theirs && latest.host !== plea.host)) {
    return `${latest.host} has won it since (epoch ${latest.epoch})`;
  }
  return undefined;
}

/** Why a host may not take a lease by what a holder before it has written down; nothing where it may. */
export function whyBarred(host: string, entry: FailsafeEntry | undefined): string | undefined {
  if (entry === undefined || entry.members.includes(host)) return undefined;
  const known = entry.members.join(', ');
  return `${entry.host} may go on without etcd by the word of ${known}, and ${host} is not among them`;
}

/** A race without those who may not take part: nobody waits for them, or gives way to them. */
export function withoutBarred(race: Race): Race {
  const { candidates, failsafe } = race;
  return {
    ...race,
    candidates: candidates.filter(({ host }) => whyBarred(host, failsafe) === undefined),
  };
}
