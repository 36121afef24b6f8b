import type { Detection } from '../../src/core/detection.ts';
import type { CloudPace } from '../../test/lab/pace.ts';

export const contestants = {
  recipe: 'script',
  hooks: 'floatip hook',
  fifo: 'floatip watch',
} as const;

export type Contestant = keyof typeof contestants;

/** A drill of the scenario with two Droplets, and what is measured of it. */
export interface Trial {
  readonly drill: string;
  readonly title: string;
  /**
   * Whether the old host gives the client no answer any more, so that keepalived's time is part of the
   * outage. Everywhere else it goes on serving until the address moves.
   */
  readonly isDead: boolean;
  readonly by: readonly Contestant[];
  /** How soon keepalived misses a host, where it is set otherwise than in all others. */
  readonly detect?: Detection;
  readonly paces: readonly CloudPace[];
}

/** Answers and moves of the embedded cloud: without any delay, and late by as much as a real one may be. */
export const paces = {
  none: { answerMs: 0, moveMs: 0 },
  late: { answerMs: 100, moveMs: 100 },
} as const satisfies Readonly<Record<string, CloudPace>>;

const all = Object.keys(contestants) as readonly Contestant[];
const both = Object.values(paces);

const pulled: Trial = {
  drill: 'cable',
  title: 'cable pulled',
  isDead: true,
  by: all,
  paces: both,
};

export const trials: readonly Trial[] = [
  pulled,
  { ...pulled, title: 'cable pulled, `--detect fast`', by: ['fifo'], detect: 'fast' },
  { drill: 'shutdown', title: 'shut down', isDead: true, by: all, paces: both },
  { drill: 'ended', title: 'nginx ends (`track_file`)', isDead: true, by: all, paces: both },
  { drill: 'freeze', title: 'host freezes', isDead: true, by: all, paces: [paces.late] },
  { drill: 'kill', title: 'keepalived killed', isDead: false, by: all, paces: [paces.late] },
  watched('stop', 'keepalived stopped'),
  watched('reload', 'reload during a move of 2.5 s'),
  watched('return', 'the old master returns'),
  watched('flap', 'both are master for 1 s'),
];

function watched(drill: string, title: string): Trial {
  return { drill, title, isDead: false, by: ['fifo'], paces: [paces.late] };
}

/** Drills of that scenario that are not measured, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  check: 'an nginx that hangs: keepalived looks once a second, and that second is its own',
  reboot:
    'all hosts are without power: that is their outage, and no address has to move for it to end',
  split: 'half a minute of flap: both hosts serve, and the client is not without an answer',
  slow: 'a cloud of 300 ms, not of 100 ms',
  flaky: 'a cloud that fails: the outage is its own',
  down: 'a cloud that is away: the outage is its own',
};
