import type { Sample } from './sample.ts';
import { paces, trials } from './trials.ts';

/** What is worth remembering: where the client waits, on a cloud that takes its time, as all of them do. */
export function highlights(samples: readonly Sample[]): readonly Sample[] {
  const dead = new Set(trials.filter(({ isDead }) => isDead).map(({ drill }) => drill));
  return samples.filter(
    ({ drill, pace, detect }) =>
      detect === undefined && dead.has(drill) && pace.moveMs === paces.late.moveMs,
  );
}
