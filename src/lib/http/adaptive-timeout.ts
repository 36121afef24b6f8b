/** How long a request may be without an answer on a connection that has been used before. */
export interface AdaptiveTimeout {
  /** Milliseconds after which such a connection counts as dead. */
  ms(): number;
  /** Notes how long an answer took. */
  note(ms: number): void;
}

const remembered = 8;
const shortestMs = 150;
const longestMs = 2000;

/**
 * Slow is not dead: what answers late is given twice as long as it took of late. Nothing that is
 * reused is waited for longer than two seconds, and a server that answers at once no longer than 150 ms.
 */
export function learnTimeout(): AdaptiveTimeout {
  const latest: number[] = [];
  return {
    ms: () => Math.min(Math.max(shortestMs, 2 * Math.max(0, ...latest)), longestMs),
    note(ms) {
      latest.push(ms);
      if (latest.length > remembered) latest.shift();
    },
  };
}
