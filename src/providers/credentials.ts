import { renewable } from '../lib/renewable.ts';
import { isSamePair } from '../lib/secret.ts';
import type { KeyPair } from '../lib/secret.ts';
import { awaitUnder } from '../lib/time/await-under.ts';
import type { Clock } from '../ports/clock.ts';

/** What the requests of a cloud are signed with. */
export interface Credentials {
  /** Throws `config` where there is no role, `transport` where the metadata service does not answer. */
  get(signal: AbortSignal): Promise<KeyPair>;
  /** The API no longer takes these. Returns whether others can be had. */
  renew(refused: KeyPair): boolean;
  /** Whether the API may refuse a pair that it took before because there is another one now. */
  readonly mayChange: boolean;
}

/** A key pair that is as it is, until it is refused and read again. */
export function givenCredentials(pair: KeyPair, reread?: () => KeyPair | undefined): Credentials {
  const pairs = renewable(pair, { reread, isSame: isSamePair });
  return {
    get: () => Promise.resolve(pairs.current()),
    renew: pairs.renew,
    mayChange: true,
  };
}

/** Temporary ones. */
export interface Fetched {
  readonly pair: KeyPair;
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number;
}

/** New ones are fetched this long before the old ones expire. */
const marginMs = 300_000;
/** How often to try, as long as the old ones are still good: whoever asks sooner may get the same again. */
const againMs = 30_000;

/** Credentials of a role, fetched where they are needed, and again before they expire. */
export function holdCredentials(
  fetchNew: (signal: AbortSignal) => Promise<Fetched>,
  clock: Clock,
): Credentials {
  let held: Fetched | undefined;
  let fetching: Promise<Fetched> | undefined;
  let begunAt = 0;

  /**
   * Everybody who needs new ones waits for the same requests, which do not end when one of those who
   * wait leaves; what fails is not kept.
   */
  const begin = async (): Promise<Fetched> => {
    begunAt = clock.now();
    try {
      held = await fetchNew(new AbortController().signal);
      return held;
    } finally {
      fetching = undefined;
    }
  };
  const fetch = (): Promise<Fetched> => (fetching ??= begin());
  /** Nobody waits for that, and nothing is lost where it fails. */
  const fetchBeside = (): void => {
    if (clock.now() - begunAt >= againMs) fetch().catch(() => undefined);
  };
  return {
    mayChange: false,
    async get(signal) {
      const leftMs = held === undefined ? 0 : held.expiresAtMs - clock.wall();
      if (held === undefined || leftMs <= 0) return (await awaitUnder(signal, fetch())).pair;
      if (leftMs <= marginMs) fetchBeside();
      return held.pair;
    },
    renew(refused) {
      // Those that were fetched meanwhile may be the same ones.
      if (held?.pair.secretId.reveal() === refused.secretId.reveal()) held = undefined;
      return true;
    },
  };
}
