import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { calledOffBySignals } from '../../test/lab/called-off.ts';
import { createCrew } from '../../test/lab/crew.ts';
import { isEquipped, notEquipped } from '../../test/lab/equipment.ts';
import { createPulse } from '../../test/lab/pulse.ts';
import { measure } from './measure.ts';
import type { Plan } from './measure.ts';
import type { Ground } from './pair.ts';
import { publish, publishSteady, show } from './publish.ts';
import { staySteady, steadyTable } from './steady.ts';
import { conditionsTable, detectionTable } from './tables.ts';
import { besideBfd, variants } from './variants.ts';

/**
 * How fast keepalived notices, and how often it is wrong, by `advert_int`: pairs of network namespaces,
 * one for each way to set it up, side by side. Needs root, keepalived and python3.
 */

const usage = `Usage: npm run bench:detection -- [--rounds N] [--seconds N] [--steady N] [--write | --show | --bfd]

  --rounds N   how often each cable is pulled, and each master paused (default 10)
  --seconds N  how long each condition lasts (default 60)
  --steady N   only: let what init --detect writes live for N seconds beside whatever else the machine does
  --write      write what was measured to docs/detection.json, docs/detection.svg and docs/detection.md
  --show       measure nothing: write the picture and the page anew from docs/detection.json
  --bfd        only: keepalived with BFD, beside what notices as soon without
`;

interface Order extends Plan {
  /** Seconds; 0 where all is to be measured. */
  readonly steady: number;
  readonly write: boolean;
  readonly show: boolean;
  readonly bfd: boolean;
}

/** Nothing where it makes no sense. */
function parseOrder(): Order | undefined {
  try {
    const { values } = parseArgs({
      options: {
        rounds: { type: 'string', default: '10' },
        seconds: { type: 'string', default: '60' },
        steady: { type: 'string', default: '0' },
        write: { type: 'boolean', default: false },
        show: { type: 'boolean', default: false },
        bfd: { type: 'boolean', default: false },
      },
    });
    const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
    const steady = Number(values.steady);
    const isSense =
      [rounds, seconds].every((count) => Number.isInteger(count) && count > 0) &&
      steady >= 0 &&
      // What is written down is of all of them.
      !(values.bfd && (values.write || values.show));
    return isSense ? { ...values, rounds, seconds, steady } : undefined;
  } catch {
    return undefined;
  }
}

async function main(): Promise<number> {
  const order = parseOrder();
  if (order === undefined) {
    console.error(usage);
    return 2;
  }
  if (order.show) {
    await show();
    return 0;
  }
  if (!isEquipped([])) return notEquipped;
  const calledOff = calledOffBySignals();
  // Every pair waits for itself.
  setMaxListeners(0, calledOff);
  const [crew, pulse] = [createCrew(calledOff), createPulse(calledOff)];
  const folder = mkdtempSync(join(tmpdir(), 'floatip-detection-'));
  try {
    await (order.steady > 0 ? stay : compare)(order, { crew, pulse, folder });
    return 0;
  } finally {
    await crew.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare({ rounds, seconds, write, bfd }: Order, ground: Ground): Promise<void> {
  const [load = 0] = loadavg();
  const machine = `${machineText}, load ${load.toFixed(1)} at first`;
  const found = await measure({ variants: bfd ? besideBfd : variants, rounds, seconds }, ground);
  const results = { machine, rounds, seconds, found };
  console.log(`${detectionTable(results)}\n${conditionsTable(results)}`);
  if (write) await publish(results);
}

async function stay({ steady: seconds, write }: Order, ground: Ground): Promise<void> {
  const steady = { machine: machineText, ...(await staySteady(seconds, ground)) };
  console.log(`${steadyTable(steady)}\n${JSON.stringify(steady)}`);
  if (write) await publishSteady(steady);
}

const machineText = `${availableParallelism()} cores, Linux ${release()}`;

process.exitCode = await main();
