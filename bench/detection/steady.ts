import { loadavg } from 'node:os';

import { markdownTable } from '../../.config/reference/markdown-table.ts';
import { detections, detectionSettings } from '../../src/core/detection.ts';
import { openPair } from './pair.ts';
import type { Ground } from './pair.ts';
import { variantOf } from './variants.ts';

/** What `floatip init --detect` writes, on hosts with which nothing was wrong for a long time. */
export interface Steady {
  readonly machine: string;
  readonly seconds: number;
  /** How many processes wanted to run, by the kernel's averages over a minute. */
  readonly load: { readonly mean: number; readonly most: number };
  readonly found: readonly {
    readonly detect: string;
    /** Seconds. */
    readonly advertInt: number;
    readonly falseAlarms: number;
    readonly deaths: number;
  }[];
}

const sampleMs = 10_000;

/** Lets each of the settings live beside whatever else this machine does, and counts what it takes for a death. */
export async function staySteady(
  seconds: number,
  ground: Ground,
): Promise<Omit<Steady, 'machine'>> {
  const pairs = detections.map((detect, index) => {
    const { advertInterval, isHurried } = detectionSettings[detect];
    const globals = isHurried ? ['vrrp_priority -20', 'vrrp_no_swap'] : [];
    return { detect, pair: openPair(variantOf(advertInterval, globals, detect), index, ground) };
  });
  await Promise.all(pairs.map(({ pair }) => pair.settled()));
  const before = pairs.map(({ pair }) => pair.takenAtMs.length);
  const loads: number[] = [];
  for (let passedMs = 0; passedMs < seconds * 1000; passedMs += sampleMs) {
    await ground.pulse.sleep(Math.min(sampleMs, seconds * 1000 - passedMs));
    loads.push(loadavg()[0] ?? 0);
  }
  return {
    seconds,
    load: { mean: meanOf(loads), most: Math.max(...loads) },
    found: pairs.map(({ detect, pair }, index) => ({
      detect,
      advertInt: pair.variant.advertInt,
      falseAlarms: pair.takenAtMs.length - (before[index] ?? 0),
      deaths: pair.deaths(),
    })),
  };
}

export function steadyTable({ found }: Steady): string {
  const head = ['`--detect`', '`advert_int`', 'false failovers', 'killed'];
  const rows = found.map(({ detect, advertInt, falseAlarms, deaths }) => {
    return [`\`${detect}\``, String(advertInt), String(falseAlarms), String(deaths)];
  });
  return markdownTable([head, ...rows]);
}

function meanOf(numbers: readonly number[]): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum / numbers.length;
}
