import type { Trouble } from '../core/alert.ts';
import { keyOfAbout } from './alert.ts';
import type { About, Alert, Ended, Facts } from './alert.ts';
import type { Book, Condition, Move, Reason } from './book.ts';

/** Who tells. */
export interface Origin {
  readonly host: string;
  readonly cluster?: string | undefined;
  /** The interval at which addresses are looked at. */
  readonly intervalMs: number;
}

/** A trouble as it is found. */
export interface Finding {
  readonly kind: Trouble;
  readonly why?: Reason;
  readonly about: About;
  readonly follow?: string | undefined;
  readonly facts: Facts;
}

/** What happens once. */
export interface Event {
  readonly kind: 'taken-over';
  readonly about: About;
  readonly facts: Facts;
}

/** What has to pass before people are told of a trouble that may go away by itself. */
export interface Patience {
  readonly forMs: number;
  readonly looks: number;
}

const atOnce: Patience = { forMs: 0, looks: 1 };

/** Of a book that is full, what was not told is forgotten first. */
const mostConditions = 1500;

/** A book that is being written, and what is to be told of it. */
export class Casebook {
  readonly alerts: Alert[] = [];
  readonly moves: Map<string, Move>;
  readonly rivals: Map<string, readonly number[]>;
  readonly released: Map<string, number>;
  readonly #conditions: Map<string, Condition>;
  /** The keys of those that are about the same: of a thousand addresses, a look is about one. */
  readonly #keys = new Map<string, Set<string>>();
  /** The keys of those that nobody was told of, oldest first. */
  readonly #untold = new Set<string>();
  readonly #origin: Origin;

  constructor(book: Book, origin: Origin) {
    this.#origin = origin;
    this.#conditions = new Map(Object.entries(book.conditions));
    for (const [key, condition] of this.#conditions) this.#index(key, condition);
    this.moves = new Map(Object.entries(book.moves));
    this.rivals = new Map(Object.entries(book.rivals));
    this.released = new Map(Object.entries(book.released));
  }

  get intervalMs(): number {
    return this.#origin.intervalMs;
  }

  book(): Book {
    return {
      conditions: Object.fromEntries(this.#conditions),
      moves: Object.fromEntries(this.moves),
      rivals: Object.fromEntries(this.rivals),
      released: Object.fromEntries(this.released),
    };
  }

  /** Those that are about the same. */
  about(about: About): readonly Condition[] {
    const keys = this.#keys.get(keyOfAbout(about)) ?? [];
    return [...keys].flatMap((key) => this.#conditions.get(key) ?? []);
  }

  /** Those that a test holds for. */
  conditions(holds: (condition: Condition) => boolean): readonly Condition[] {
    return [...this.#conditions.values()].filter(holds);
  }

  /** Notes a trouble, and tells of it once it has lasted. */
  find(finding: Finding, at: number, patience: Patience = atOnce): void {
    const { kind, why, about, facts } = finding;
    const key = keyOf({ kind, about, ...(why === undefined ? {} : { why }) });
    const known = this.#conditions.get(key);
    if (known === undefined && this.#isFull()) return;
    if (known?.episode !== undefined) {
      // Of what was told, only that which is over for lack of news needs to be noted again.
      if (why === 'told') this.#put(key, { ...known, lastAt: at });
      return;
    }
    const found = again(known, finding, at);
    const isLasting = at - found.since >= patience.forMs && found.looks >= patience.looks;
    const episode = isLasting ? this.#episodeOf(found, found.since) : undefined;
    this.#put(key, episode === undefined ? found : { ...found, facts: {}, episode });
    if (episode !== undefined) this.#tell({ kind, about, episode, facts }, at);
  }

  /** Ends troubles. Those that people were told of are told as one recovery for each address. */
  end(conditions: readonly Condition[], at: number, facts: Facts = {}): void {
    const told = new Map<string, { about: About; ended: Ended[] }>();
    for (const condition of conditions) {
      this.#forget(condition);
      const { kind, about, episode, since } = condition;
      if (episode === undefined) continue;
      const group = told.get(keyOfAbout(about)) ?? { about, ended: [] };
      told.set(keyOfAbout(about), group);
      group.ended.push({ kind, episode, since });
    }
    for (const { about, ended } of told.values()) {
      const episode = this.#episodeOf({ kind: 'recovered', about }, at);
      this.#tell({ kind: 'recovered', about, episode, facts, ended }, at);
    }
  }

  /** Tells of what does not last. */
  tell({ kind, about, facts }: Event, at: number): void {
    this.#tell({ kind, about, facts, episode: this.#episodeOf({ kind, about }, at) }, at);
  }

  #tell(alert: Pick<Alert, 'kind' | 'about' | 'episode' | 'facts' | 'ended'>, at: number): void {
    const { host, cluster } = this.#origin;
    this.alerts.push({ ...alert, at, host, ...(cluster === undefined ? {} : { cluster }) });
  }

  #episodeOf(
    { kind, why, about }: { kind: Alert['kind']; why?: Reason | undefined; about: About },
    at: number,
  ): string {
    const what = why === undefined ? kind : `${kind}-${why}`;
    return `${this.#origin.host}/${about.sort}/${about.name}/${what}/${at}`;
  }

  #isFull(): boolean {
    if (this.#conditions.size < mostConditions) return false;
    const [oldest] = this.#untold;
    const condition = oldest === undefined ? undefined : this.#conditions.get(oldest);
    if (condition === undefined) return true;
    this.#forget(condition);
    return false;
  }

  #put(key: string, condition: Condition): void {
    this.#conditions.set(key, condition);
    this.#index(key, condition);
  }

  #index(key: string, { about, episode }: Condition): void {
    const keys = this.#keys.get(keyOfAbout(about)) ?? new Set();
    this.#keys.set(keyOfAbout(about), keys.add(key));
    if (episode === undefined) this.#untold.add(key);
    else this.#untold.delete(key);
  }

  #forget(condition: Condition): void {
    const key = keyOf(condition);
    this.#conditions.delete(key);
    this.#untold.delete(key);
    this.#keys.get(keyOfAbout(condition.about))?.delete(key);
  }
}

function keyOf({ kind, why, about }: Pick<Condition, 'kind' | 'why' | 'about'>): string {
  return `${kind} ${why ?? ''} ${keyOfAbout(about)}`;
}

/** A condition as it is now that it was seen once more. */
function again(known: Condition | undefined, finding: Finding, at: number): Condition {
  const { kind, why, about, follow, facts } = finding;
  return {
    kind,
    about,
    facts,
    since: at,
    looks: 1,
    ...(why === undefined ? {} : { why }),
    ...(follow === undefined ? {} : { follow }),
    ...(known === undefined ? {} : { since: known.since, looks: known.looks + 1 }),
    lastAt: at,
  };
}
