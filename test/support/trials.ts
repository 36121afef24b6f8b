/** How many random schedules to live through, and where their randomness begins. */
export interface Trials {
  readonly numRuns: number;
  readonly seed: number;
}

const usualSeed = 20_261_121;

/**
 * The usual number of schedules are always the same ones, so that a change is refused for what it
 * changed. Whoever asks for a number with `FLOATIP_SCHEDULES` is searching, and gets new ones, or
 * those of `FLOATIP_SEED`.
 */
export function trials(usually: number): Trials {
  const { FLOATIP_SCHEDULES: asked, FLOATIP_SEED: seed } = process.env;
  const chance = asked === undefined ? usualSeed : Date.now() % 2 ** 31;
  const known = { numRuns: Number(asked ?? usually), seed: Number(seed ?? chance) };
  console.log('schedules:', known);
  return known;
}
