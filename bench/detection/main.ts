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
import { publish, show } from './publish.ts';
import { conditionsTable, detectionTable } from './tables.ts';

/**
 * How fast keepalived notices, and how often it is wrong, by `advert_int`: pairs of network namespaces,
 * one for each way to set it up, side by side. Needs root, keepalived and python3.
 */

const usage = `Usage: npm run bench:detection -- [--rounds N] [--seconds N] [--write | --show]

  --rounds N   how often each cable is pulled, and each master paused (default 10)
  --seconds N  how long each condition lasts (default 60)
  --write      write what was measured to docs/detection.json, docs/detection.svg and docs/detection.md
  --show       measure nothing: write the picture and the page anew from docs/detection.json
`;

interface Order extends Plan {
  readonly write: boolean;
  readonly show: boolean;
}

/** Nothing where it makes no sense. */
function parseOrder(): Order | undefined {
  try {
    const { values } = parseArgs({
      options: {
        rounds: { type: 'string', default: '10' },
        seconds: { type: 'string', default: '60' },
        write: { type: 'boolean', default: false },
        show: { type: 'boolean', default: false },
      },
    });
    const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
    const isSense = [rounds, seconds].every((count) => Number.isInteger(count) && count > 0);
    return isSense ? { ...values, rounds, seconds } : undefined;
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
  const [load = 0] = loadavg();
  const machine = `${availableParallelism()} cores, Linux ${release()}, load ${load.toFixed(1)} at first`;
  try {
    const found = await measure(order, { crew, pulse, folder });
    const { rounds, seconds } = order;
    const results = { machine, rounds, seconds, found };
    console.log(`${detectionTable(results)}\n${conditionsTable(results)}`);
    if (order.write) await publish(results);
    return 0;
  } finally {
    await crew.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
