import { parseArgs } from 'node:util';

import { drills } from './drills.ts';
import { eventPaths } from './event-path.ts';
import type { EventPath } from './event-path.ts';

/** What is to be drilled, and how. */
export interface LabOrder {
  readonly rounds: number;
  /** Names of drills. */
  readonly drills: readonly string[];
  /** Whether floatip's config names the address of keepalived, so that the interface has the last word. */
  readonly vip: boolean;
  /** How floatip hears of events, one after the other. */
  readonly paths: readonly EventPath[];
  /** Whether to keep what the hosts have written, even where all is well. */
  readonly keep: boolean;
}

const names = drills.map(({ name }) => name);
const usual = drills.filter(({ when }) => when === undefined).map(({ name }) => name);
const closed = drills.filter(({ when }) => when !== 'open').map(({ name }) => name);

export const usage = `Usage: npm run lab -- [OPTION]…

  --rounds N     how often each drill is done (10)
  --all          every drill, the long ones as well, and by hooks, fifo and both
  --drill NAME   only this one; may be repeated: ${names.join(', ')}
  --by PATH      may be repeated: how floatip hears of events: hooks, fifo (floatip watch), both, or recipe: the
                 script that people paste today, without floatip (hooks)
  --vip          give floatip's config a vip, so that the interface has the last word
  --keep         keep the logs and journals of the hosts, even where all is well
`;

/** Throws where it makes no sense. */
export function parseOrder(args: readonly string[]): LabOrder {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '10' },
      drill: { type: 'string', multiple: true, default: [] },
      by: { type: 'string', multiple: true, default: ['hooks'] },
      all: { type: 'boolean', default: false },
      vip: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  const { drill: wanted, vip, keep } = values;
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(`--rounds has to be a whole number above 0: ${values.rounds}`);
  }
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new Error(`There is no drill '${unknown}': expected one of ${names.join(', ')}`);
  }
  const strange = values.by.find((path) => !isEventPath(path));
  if (strange !== undefined) {
    throw new Error(`There is no '--by ${strange}': expected one of ${eventPaths.join(', ')}`);
  }
  const all = values.all ? closed : usual;
  return {
    rounds,
    drills: wanted.length > 0 ? wanted : all,
    paths: values.all ? ['hooks', 'fifo', 'both'] : values.by.filter(isEventPath),
    vip,
    keep,
  };
}

function isEventPath(text: string): text is EventPath {
  return eventPaths.some((path) => path === text);
}
