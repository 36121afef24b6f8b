import { join } from 'node:path';

import type { Order } from '../core/vrrp.ts';
import { readBootId } from '../lib/boot-id.ts';
import { openTurns } from '../lib/turns.ts';
import type { Turns } from '../lib/turns.ts';
import type { Host } from '../ports/host.ts';
import { openEventStore } from '../sources/event-store.ts';
import type { EventStore } from '../sources/event-store.ts';
import { openContestBook } from './contest-book.ts';
import type { ContestBook } from './contest-book.ts';

/** What the processes of this host share with each other until the next boot. */
export interface LocalState {
  /** This process, by which it is told apart from others and put in order with them. */
  readonly start: Order;
  readonly events: EventStore;
  readonly turns: Turns;
  readonly contests: ContestBook;
}

/** Opens the state in a folder; nothing is made before something is written. */
export function openLocalState(folder: string, host: Host): LocalState {
  // Roles are forgotten at reboot, even where the folder is not.
  const thisBoot = join(folder, readBootId().slice(0, 8));
  return {
    start: host.start,
    events: openEventStore(join(thisBoot, 'events')),
    turns: openTurns(join(thisBoot, 'runs'), host),
    contests: openContestBook(join(thisBoot, 'contests')),
  };
}
