import { monotonicMs } from './monotonic.ts';

/**
 * When a moment was, of which another process told by the clock on the wall, milliseconds since 1970. Of
 * `monotonicMs`. The kernel corrects both clocks alike, so they keep their distance for as long as
 * nobody sets the one on the wall.
 */
export function monotonicOf(wallMs: number): number {
  return wallMs + distanceMs;
}

const distanceMs = measureDistance();

/**
 * `Date.now()` counts whole milliseconds, so it is right only when it has just changed. Whoever is held
 * up between two looks sees that late, so the earliest of some is the best.
 */
function measureDistance(): number {
  const distances = Array.from({ length: 5 }, () => {
    const before = Date.now();
    let after = before;
    while (after === before) after = Date.now();
    return monotonicMs() - after;
  });
  return Math.min(...distances);
}
