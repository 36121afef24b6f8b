import type { Session } from '../app/session.ts';
import type { Address } from '../core/address.ts';
import { fleetOf, followKey, followText } from '../core/follow.ts';
import type { TriggerFollow } from '../core/follow.ts';
import { groupedBy } from '../lib/grouped.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { TriggerWord } from '../ports/trigger.ts';
import type { TriggerListener } from '../triggers/trigger-set.ts';
import type { EventDispatcher } from './event-dispatcher.ts';
import type { Fleets } from './fleets.ts';
import type { Takeovers } from './takeovers.ts';

export interface TriggerListenerOptions {
  readonly session: Session;
  readonly addresses: readonly Address[];
  readonly dispatcher: EventDispatcher;
  readonly takeovers: Takeovers;
  /** Those that this host moves addresses in. */
  readonly fleets: Fleets;
  readonly metrics: Metrics;
  readonly onBug: (error: unknown) => void;
}

/** Acts on what triggers say: ends what is no longer wanted, and takes what is to be held from now on. */
export function createTriggerListener(options: TriggerListenerOptions): TriggerListener {
  const { session, addresses, dispatcher, takeovers, fleets, onBug } = options;
  // Asked for at every turn of an election, and there may be thousands of addresses.
  const followers = groupedBy(addresses, ({ follow }) => followKey(follow));
  const followersOf = (follow: TriggerFollow): readonly Address[] =>
    followers.get(followKey(follow)) ?? [];
  return {
    onBug,
    isBusy(follow) {
      const fleet = fleetOf({ follow });
      if (fleet !== undefined) return fleets.isBusy(fleet);
      return followersOf(follow).some((address) => takeovers.isRunning(address));
    },
    onNews(follow) {
      const fleet = fleetOf({ follow });
      if (fleet !== undefined) fleets.wake(fleet);
    },
    onWord(follow, word) {
      // What is on its way to a cloud may no longer be wanted.
      session.recheck.now();
      // Whatever is to be requested is on its way by then.
      session.clock.after(0, () => tell(follow, word, options));
      const fleet = fleetOf({ follow });
      if (fleet !== undefined) {
        fleets.wake(fleet);
        return;
      }
      const { says, since } = word;
      if (says !== 'hold' || since === undefined) return;
      const text = `hold ${followText(follow)}`;
      for (const address of followersOf(follow)) dispatcher.take(address, since, text);
    },
  };
}

function tell(
  follow: TriggerFollow,
  { says, why, epoch }: TriggerWord,
  { session: { log, journal }, metrics }: TriggerListenerOptions,
): void {
  const by = followText(follow);
  const election = epoch === undefined ? {} : { epoch };
  const fields = { trigger: by, says, why, ...election };
  if (says === 'unknown') log.warn(fields, 'not known who is to hold it: nothing is written');
  else log.info(fields, 'trigger');
  journal.append({ type: 'trigger', by, says, why, ...election });
  metrics.triggered(by, says);
}
