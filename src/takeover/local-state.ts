import type { EventOrder } from '../core/vrrp.ts';
import type { Folder } from '../lib/files/folder.ts';
import { readBootId } from '../lib/host/boot-id.ts';
import { openHostLocks } from '../lib/processes/host-locks.ts';
import type { HostLocks } from '../lib/processes/host-locks.ts';
import { placeOrders } from '../lib/time/place-orders.ts';
import type { PlaceOrder } from '../lib/time/place-orders.ts';
import type { Host } from '../ports/host.ts';
import type { Log } from '../ports/log.ts';
import { openEventStore } from '../triggers/event-store.ts';
import type { EventStore } from '../triggers/event-store.ts';
import { openUnheardEvents } from '../triggers/unheard-events.ts';
import type { UnheardEvents } from '../triggers/unheard-events.ts';
import { openContestStore } from './contest-store.ts';
import type { ContestStore } from './contest-store.ts';
import { openToldWarnings } from './told-warnings.ts';
import type { ToldWarnings } from './told-warnings.ts';

/** What the processes of this host share with each other until the next boot. */
export interface LocalState {
  /** This process, by which it is told apart from others and put in order with them. */
  readonly start: EventOrder;
  readonly place: PlaceOrder;
  readonly events: EventStore;
  readonly unheard: UnheardEvents;
  readonly locks: HostLocks;
  readonly contests: ContestStore;
  readonly told: ToldWarnings;
}

/** Opens the state in a folder; nothing is made before something is written. */
export function openLocalState(folder: Folder, host: Host, log: Pick<Log, 'warn'>): LocalState {
  // Roles are forgotten at reboot, even where the folder is not.
  const boot = readBootId().slice(0, 8);
  const thisBoot = boot === '' ? folder : folder.folder(boot);
  const place = placeOrders(host, log);
  return {
    start: host.start,
    place,
    events: openEventStore(thisBoot.folder('events'), place),
    unheard: openUnheardEvents(thisBoot.folder('unheard')),
    locks: openHostLocks(thisBoot.folder('runs'), { host, place }),
    contests: openContestStore(thisBoot.folder('contests'), place),
    told: openToldWarnings(thisBoot.folder('told')),
  };
}
