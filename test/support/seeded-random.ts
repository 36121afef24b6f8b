import type { Random } from '../../src/ports/clock.ts';

/** The same sequence for the same seed: the generator of Park and Miller. */
export function seededRandom(seed: number): Random {
  const modulus = 2_147_483_647;
  let state = (seed % (modulus - 1)) + 1;
  return () => {
    state = (state * 48_271) % modulus;
    return (state - 1) / (modulus - 1);
  };
}
