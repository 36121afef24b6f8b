import { loadavg } from 'node:os';

import { quantile } from '../quantile.ts';
import type { Contestant } from './contestants.ts';

export interface Measured {
  readonly roundTripMs: number;
  readonly version: string;
  /** How long a TCP connection takes there. */
  readonly tcpMs: number;
  readonly rounds: number;
  readonly times: ReadonlyMap<Contestant, readonly number[]>;
}

export function report({ roundTripMs, version, tcpMs, rounds, times }: Measured): void {
  const [load = 0] = loadavg();
  console.log(
    `\n${version}, round trip ${roundTripMs} ms (a TCP connection: ${tcpMs.toFixed(1)} ms); ` +
      `${rounds} rounds in turns, node ${process.version}, load ${load.toFixed(1)}\n`,
  );
  for (const [{ name }, values] of times) {
    const [low = 0, middle = 0, high = 0] = [0.1, 0.5, 0.9].map((share) => quantile(values, share));
    const trips =
      roundTripMs === 0
        ? ''
        : `   ${(middle / roundTripMs).toFixed(2)} (${(high / roundTripMs).toFixed(2)}) round trips`;
    console.log(
      `  ${name.padEnd(30)}${middle.toFixed(1).padStart(7)}   (p10 ${low.toFixed(1)}, p90 ${high.toFixed(1)})${trips}`,
    );
  }
}
