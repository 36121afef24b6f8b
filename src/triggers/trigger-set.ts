import { fleetOf, followKey, leaseOf, triggerOf } from '../core/follow.ts';
import type { TriggerFollow } from '../core/follow.ts';
import type { HostHealth } from '../core/host-health.ts';
import { asFailure } from '../ports/failure.ts';
import type { Failure } from '../ports/failure.ts';
import type { Trigger, TriggerWord } from '../ports/trigger.ts';
import type { FleetTrigger } from './hosts/fleet-member.ts';
import type { Plea, Pledge, Pledging } from './lease/plea.ts';
import type { SharedParts } from './lease/shared-parts.ts';
import { createMovesBudget } from './moves-budget.ts';
import type { MovesBudget } from './moves-budget.ts';
import type { TriggerWords } from './role-tracker.ts';
import type { Followed, TriggerTools } from './trigger-tools.ts';

/** Hears what triggers say. */
export interface TriggerListener {
  onWord(follow: TriggerFollow, word: TriggerWord): void;
  /** Whether a write may be on its way for something that follows it. */
  isBusy(follow: TriggerFollow): boolean;
  onBug(error: unknown): void;
  /** The controllers of a fleet say something else of its hosts. */
  onNews(follow: TriggerFollow): void;
}

/** All triggers of a process but keepalived, each asked once for all addresses that follow it. */
export interface TriggerSet extends TriggerWords {
  /** Asks each that is not asked all the time. */
  ask(followed: Followed, signal: AbortSignal): Promise<void>;
  /** Goes on asking those that these addresses follow, and no others. */
  watch(followed: Followed, listener: TriggerListener): Promise<void>;
  /** Nothing is on its way any more for one that has listened: until then it is asked, also when another one listens. */
  forget(listener: TriggerListener): void;
  /** What this host answers another one about a lease; `undefined` where it takes no part in that. */
  pledge(plea: Plea): Pledge | undefined;
  /** How the hosts of a fleet are; `undefined` where it was not asked. */
  healthIn(fleet: string): ReadonlyMap<string, HostHealth> | undefined;
  /** Asks no more. */
  close(): Promise<void>;
}

const notAsked: TriggerWord = { says: 'unknown', since: undefined, why: 'it was not asked yet' };

interface Open {
  /** Other ones are another trigger. */
  readonly stamp: string;
  readonly follow: TriggerFollow;
  readonly trigger: Trigger;
}

/** Nothing is loaded before an address follows something. */
export function createTriggerSet(tools: TriggerTools): TriggerSet {
  const set = new OpenTriggers(tools);
  return {
    wordOn(address) {
      const follow = triggerOf(address);
      return follow === undefined ? undefined : (set.wordOf(follow) ?? notAsked);
    },
    async ask(followed, signal) {
      const missing = followsIn(followed).filter((follow) => set.wordOf(follow) === undefined);
      await Promise.all(
        missing.map(async (follow) => {
          const { trigger } = await set.add(follow, followed, false);
          await trigger.ask(signal);
        }),
      );
    },
    watch: (followed, listener) => set.watch(followed, listener),
    forget: (listener) => set.forget(listener),
    pledge: (plea) => set.pledge(plea),
    healthIn: (fleet) => set.healthIn(fleet),
    close: () => set.close(),
  };
}

class OpenTriggers {
  readonly #tools: TriggerTools;
  readonly #open = new Map<string, Open>();
  readonly #moves: MovesBudget;
  readonly #shared: SharedParts = { sessions: new Map(), looks: new Map() };
  #listener: TriggerListener | undefined;
  /** All for which a write may be on its way. */
  readonly #writing = new Set<TriggerListener>();
  #isClosed = false;

  constructor(tools: TriggerTools) {
    this.#tools = tools;
    this.#moves = createMovesBudget(tools.clock);
  }

  wordOf(follow: TriggerFollow): TriggerWord | undefined {
    return this.#open.get(followKey(follow))?.trigger.word();
  }

  healthIn(fleet: string): ReadonlyMap<string, HostHealth> | undefined {
    const trigger = this.#open.get(followKey({ hosts: fleet }))?.trigger;
    return trigger !== undefined && knowsHosts(trigger) ? trigger.health() : undefined;
  }

  async add(follow: TriggerFollow, followed: Followed, isToWatch: boolean): Promise<Open> {
    const tools = this.#tools;
    const stamp = await stampOf(follow, followed);
    const { openTrigger } = await import('./open-trigger.ts');
    const common = { moves: this.#moves, shared: this.#shared };
    const trigger = await openTrigger(follow, { ...followed, ...common, tools, isToWatch }).catch(
      (error: unknown) => unusable(asFailure(error), tools),
    );
    const added = { follow, trigger, stamp };
    this.#open.set(followKey(follow), added);
    return added;
  }

  async watch(followed: Followed, listener: TriggerListener): Promise<void> {
    this.#listener = listener;
    this.#writing.add(listener);
    const wanted = followsIn(followed);
    const stamps = new Map<string, string>();
    for (const follow of wanted) stamps.set(followKey(follow), await stampOf(follow, followed));
    const gone = [...this.#open].filter(([key, { stamp }]) => stamps.get(key) !== stamp);
    for (const [key] of gone) this.#open.delete(key);
    const closing = Promise.all(gone.map(([, { trigger }]) => trigger.close()));
    for (const follow of wanted) {
      const word = this.wordOf(follow);
      // What it says is news to whoever listens from now on.
      if (word !== undefined) listener.onWord(follow, word);
      else if (!this.#isClosed) this.#start(await this.add(follow, followed, true));
    }
    await closing;
  }

  forget(listener: TriggerListener): void {
    this.#writing.delete(listener);
  }

  pledge(plea: Plea): Pledge | undefined {
    for (const { follow, trigger } of this.#open.values()) {
      if (leaseOf(follow) !== plea.lease) continue;
      if (isPledging(trigger)) return trigger.pledge(plea);
    }
    return undefined;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#open.values()].map(({ trigger }) => trigger.close()));
  }

  #start({ follow, trigger }: Open): void {
    trigger.start({
      onChange: () => this.#listener?.onWord(follow, trigger.word()),
      isBusy: () => [...this.#writing].some((one) => one.isBusy(follow)),
      onBug: (error) => this.#listener?.onBug(error),
      onNews: () => this.#listener?.onNews(follow),
    });
  }
}

function isPledging(trigger: Trigger): trigger is Trigger & Pledging {
  return 'pledge' in trigger;
}

function knowsHosts(trigger: Trigger): trigger is FleetTrigger {
  return 'health' in trigger;
}

/** Hosts that are others after a reload are asked by others. */
async function stampOf(follow: TriggerFollow, { fleets }: Followed): Promise<string> {
  const name = fleetOf({ follow });
  if (name === undefined || fleets === undefined) return '';
  return JSON.stringify((await fleets()).get(name));
}

/** What cannot be asked says nothing. */
function unusable({ message: why, hint }: Failure, { log }: Pick<TriggerTools, 'log'>): Trigger {
  log.error({ reason: why, hint }, 'cannot ask who is to hold an address');
  return {
    word: () => ({ says: 'unknown', since: undefined, why }),
    ask: () => Promise.resolve(),
    start: () => undefined,
    close: () => Promise.resolve(),
  };
}

function followsIn({ addresses }: Followed): readonly TriggerFollow[] {
  const follows = addresses.flatMap((address) => triggerOf(address) ?? []);
  return [...new Map(follows.map((follow) => [followKey(follow), follow])).values()];
}
