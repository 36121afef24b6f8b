import type { Address } from '../core/address.ts';
import type { FailureReport } from '../core/outcome.ts';
import { noAlarms } from '../ports/alarms.ts';
import type { Alarms, Sight } from '../ports/alarms.ts';
import type { Entry } from '../ports/journal.ts';

/** What was heard, as it was: what it means to people is found out once there is time. */
export type Heard = { readonly at: number } & (
  | { readonly type: 'entry'; readonly entry: Entry }
  | { readonly type: 'sight'; readonly address: Address; readonly sight: Sight }
  | { readonly type: 'stray'; readonly address: Address }
  | { readonly type: 'look'; readonly cloud: string; readonly failure?: FailureReport }
  | { readonly type: 'check'; readonly check: string; readonly failure?: FailureReport }
);

export interface CollectedAlarms extends Alarms {
  /** All that was heard since, oldest first. */
  take(): readonly Heard[];
}

/** Where nobody is to be told. */
export const noCollectedAlarms: CollectedAlarms = { ...noAlarms, take: () => [] };

/** A process that has heard so much without a pause has flapped for hours: what came first is forgotten. */
const most = 20_000;

const told: ReadonlySet<Entry['type']> = new Set(['event', 'contested', 'outcome']);

/** Keeps what is heard until there is time for it. Calls back when something comes that is news. */
export function collectAlarms(
  wall: () => number,
  onNews: () => void = () => undefined,
): CollectedAlarms {
  let heard: Heard[] = [];
  /** Of many looks only the last one counts. */
  let sights = new Map<string, Heard>();
  return {
    wrote(entry) {
      if (!told.has(entry.type)) return;
      heard.push({ type: 'entry', entry, at: wall() });
      if (heard.length > most) heard = heard.slice(-most / 2);
      onNews();
    },
    saw: (address, sight) =>
      void sights.set(address.name, { type: 'sight', address, sight: sight(), at: wall() }),
    strayed: (address) =>
      void sights.set(`stray ${address.name}`, { type: 'stray', address, at: wall() }),
    looked(cloud, failure) {
      const look = { type: 'look', cloud, at: wall() } as const;
      sights.set(`cloud ${cloud}`, failure === undefined ? look : { ...look, failure });
    },
    checked(check, failure) {
      const found = { type: 'check', check, at: wall() } as const;
      sights.set(`check ${check}`, failure === undefined ? found : { ...found, failure });
    },
    take() {
      const all = [...heard, ...sights.values()].toSorted((one, other) => one.at - other.at);
      heard = [];
      sights = new Map();
      return all;
    },
  };
}
