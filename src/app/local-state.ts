import type { Order } from '../core/vrrp.ts';
import { readBootId } from '../lib/boot-id.ts';
import type { Folder } from '../lib/folder.ts';
import { placeOrders } from '../lib/place-orders.ts';
import type { PlaceOrder } from '../lib/place-orders.ts';
import { openTurns } from '../lib/turns.ts';
import type { Turns } from '../lib/turns.ts';
import type { Host } from '../ports/host.ts';
import type { Log } from '../ports/log.ts';
import { openEventStore } from '../sources/event-store.ts';
import type { EventStore } from '../sources/event-store.ts';
import { openUnheardEvents } from '../sources/unheard-events.ts';
import type { UnheardEvents } from '../sources/unheard-events.ts';
import { openContestBook } from './contest-book.ts';
import type { ContestBook } from './contest-book.ts';
import { openToldBook } from './told-book.ts';
import type { ToldBook } from './told-book.ts';

/** What the processes of this host share with each other until the next boot. */
export interface LocalState {
  /** This process, by which it is told apart from others and put in order with them. */
  readonly start: Order;
  readonly place: PlaceOrder;
  readonly events: EventStore;
  readonly unheard: UnheardEvents;
  readonly turns: Turns;
  readonly contests: ContestBook;
  readonly told: ToldBook;
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
    turns: openTurns(thisBoot.folder('runs'), { host, place }),
    contests: openContestBook(thisBoot.folder('contests'), place),
    told: openToldBook(thisBoot.folder('told')),
  };
}
