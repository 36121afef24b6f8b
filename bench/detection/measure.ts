import { median } from '../../test/lab/median.ts';
import { monotonicMs } from '../../test/lab/monotonic.ts';
import { conditions } from './conditions.ts';
import { openPair } from './pair.ts';
import type { Ground, Pair } from './pair.ts';
import type { Variant } from './variants.ts';

export interface Found {
  readonly variant: string;
  /** Seconds. */
  readonly advertInt: number;
  /** From when the cable was pulled until the other host was MASTER. Milliseconds. */
  readonly detection: { readonly median: number; readonly longest: number };
  /** Of one core, both hosts together. */
  readonly cpuPercent: number;
  /** By the name of a condition: how often the other host took over, though nothing was wrong. */
  readonly falseAlarms: Readonly<Record<string, number>>;
  /** By milliseconds for which the master stood still: in how many of the rounds the other one took over. */
  readonly takenInPause: Readonly<Record<string, number>>;
  /** How often the kernel has killed a process of keepalived. */
  readonly deaths: number;
}

export interface Plan {
  readonly rounds: number;
  /** How long each condition lasts. */
  readonly seconds: number;
}

interface Order extends Plan {
  readonly variants: readonly Variant[];
}

export const pausesMs = [50, 100, 200];

/** Has the variants side by side live through every condition, and one after the other through every drill. */
export async function measure(
  { variants, rounds, seconds }: Order,
  ground: Ground,
): Promise<Found[]> {
  const pairs = variants.map((variant, index) => openPair(variant, index, ground));
  await Promise.all(pairs.map((pair) => pair.settled()));
  const alarms = pairs.map((): Record<string, number> => ({}));
  const cpu: number[] = [];
  for (const { name, title, begin } of conditions) {
    console.error(`${title}: ${seconds} s`);
    const before = pairs.map((pair) => pair.cpuMs());
    const end = await begin(pairs, ground);
    // What the beginning itself does is no alarm.
    await ground.pulse.sleep(2000);
    await Promise.all(pairs.map((pair) => pair.settled()));
    const from = pairs.map((pair) => pair.takenAtMs.length);
    await ground.pulse.sleep(seconds * 1000);
    for (const [index, pair] of pairs.entries()) {
      const own = alarms[index];
      if (own !== undefined) own[name] = pair.takenAtMs.length - (from[index] ?? 0);
      if (name === 'idle') cpu.push((pair.cpuMs() - (before[index] ?? 0)) / (seconds + 2) / 10);
    }
    await end();
    await Promise.all(pairs.map((pair) => pair.settled()));
  }
  const found: Found[] = [];
  for (const [index, pair] of pairs.entries()) {
    const { name, advertInt } = pair.variant;
    const times = await detect(pair, rounds, ground);
    const takenInPause = await pause(pair, rounds, ground);
    found.push({
      variant: name,
      advertInt,
      detection: { median: median(times) ?? 0, longest: Math.max(...times) },
      cpuPercent: cpu[index] ?? 0,
      falseAlarms: alarms[index] ?? {},
      takenInPause,
      deaths: pair.deaths(),
    });
    console.error(`${name}: ${times.map((ms) => ms.toFixed(0)).join(' ')} ms`);
  }
  return found;
}

async function detect(pair: Pair, rounds: number, ground: Ground): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await begun(pair, ground);
    const before = pair.takenAtMs.length;
    const pulledAtMs = monotonicMs();
    pair.pull();
    await pair.taken(before);
    times.push((pair.takenAtMs[before] ?? Infinity) - pulledAtMs);
    // A cable that is back before that may go unnoticed.
    await pair.cut();
    pair.plug();
    await pair.settled();
  }
  return times;
}

async function pause(
  pair: Pair,
  rounds: number,
  ground: Ground,
): Promise<Readonly<Record<string, number>>> {
  const { pulse } = ground;
  const taken: Record<string, number> = {};
  for (const ms of pausesMs) {
    taken[ms] = 0;
    for (let round = 0; round < rounds; round += 1) {
      await begun(pair, ground);
      const before = pair.takenAtMs.length;
      pair.signal('SIGSTOP');
      await pulse.sleep(ms);
      pair.signal('SIGCONT');
      // Until the other one would have noticed, had it been about to.
      await pulse.sleep(300);
      if (pair.takenAtMs.length > before) taken[ms] += 1;
      await pair.settled();
    }
  }
  return taken;
}

/** A session of BFD that has just come up takes 3 s for the interval, and tells it a second later (RFC 5880, 6.8.3). */
const slowStartMs = 2000;

async function begun(pair: Pair, { pulse }: Ground): Promise<void> {
  if (pair.variant.bfd === undefined) return;
  await pulse.sleep(slowStartMs);
  await pair.settled();
}
