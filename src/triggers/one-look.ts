import type { LookAtIps } from './interface-ips.ts';

/** With a thousand IPs a look takes longer than this. */
const recentMs = 1;

/**
 * Answers for one IP. What is asked in one go is answered by one look; whoever waits for anything in
 * between gets another one.
 */
export function answerByOneLook(lookAtIps: LookAtIps, now: () => number): (ip: string) => boolean {
  let seen: ReadonlySet<string> = new Set();
  let seenAt = -Infinity;
  let isSameGo = false;
  return (ip) => {
    if (!isSameGo && now() - seenAt > recentMs) {
      seen = lookAtIps();
      seenAt = now();
      isSameGo = true;
      queueMicrotask(() => (isSameGo = false));
    }
    return seen.has(ip);
  };
}
