import { followKey, triggerOf } from '../core/follow.ts';
import type { TriggerFollow } from '../core/follow.ts';
import { asFailure } from '../ports/failure.ts';
import type { Failure } from '../ports/failure.ts';
import type { Trigger, TriggerWord } from '../ports/trigger.ts';
import type { TriggerWords } from './role-tracker.ts';
import type { Followed, TriggerTools } from './trigger-tools.ts';

/** Hears what triggers say. */
export interface TriggerListener {
  onWord(follow: TriggerFollow, word: TriggerWord): void;
  /** Whether a write may be on its way for something that follows it. */
  isBusy(follow: TriggerFollow): boolean;
  onBug(error: unknown): void;
}

/** All triggers of a process but keepalived, each asked once for all addresses that follow it. */
export interface TriggerSet extends TriggerWords {
  /** Asks each that is not asked all the time. */
  ask(followed: Followed, signal: AbortSignal): Promise<void>;
  /** Goes on asking those that these addresses follow, and no others. */
  watch(followed: Followed, listener: TriggerListener): Promise<void>;
  /** Asks no more. */
  close(): Promise<void>;
}

const notAsked: TriggerWord = { says: 'unknown', since: undefined, why: 'it was not asked yet' };

interface Open {
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
    close: () => set.close(),
  };
}

class OpenTriggers {
  readonly #tools: TriggerTools;
  readonly #open = new Map<string, Open>();
  #listener: TriggerListener | undefined;
  #isClosed = false;

  constructor(tools: TriggerTools) {
    this.#tools = tools;
  }

  wordOf(follow: TriggerFollow): TriggerWord | undefined {
    return this.#open.get(followKey(follow))?.trigger.word();
  }

  async add(follow: TriggerFollow, { leases }: Followed, isToWatch: boolean): Promise<Open> {
    const tools = this.#tools;
    const { openTrigger } = await import('./open-trigger.ts');
    const trigger = await openTrigger(follow, { tools, leases, isToWatch }).catch(
      (error: unknown) => unusable(asFailure(error), tools),
    );
    const added = { follow, trigger };
    this.#open.set(followKey(follow), added);
    return added;
  }

  async watch(followed: Followed, listener: TriggerListener): Promise<void> {
    this.#listener = listener;
    const wanted = followsIn(followed);
    const keys = new Set(wanted.map(followKey));
    const gone = [...this.#open].filter(([key]) => !keys.has(key));
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

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#open.values()].map(({ trigger }) => trigger.close()));
  }

  #start({ follow, trigger }: Open): void {
    trigger.start({
      onChange: () => this.#listener?.onWord(follow, trigger.word()),
      isBusy: () => this.#listener?.isBusy(follow) === true,
      onBug: (error) => this.#listener?.onBug(error),
    });
  }
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
