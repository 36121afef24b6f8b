import { parseArgs } from 'node:util';

import { calledOffBySignals } from '../../test/lab/called-off.ts';
import { isEquipped, notEquipped } from '../../test/lab/equipment.ts';
import { stage } from '../../test/lab/stage.ts';
import { show } from './publish.ts';
import { subject } from './subject.ts';
import { contestants } from './trials.ts';
import type { Contestant } from './trials.ts';

/**
 * How long a client gets no answer while an address fails over: with floatip as a hook, with
 * `floatip watch`, and with the script that people paste today, in one lab of network namespaces.
 * Needs root, what the lab needs, curl and python3-requests.
 */

const fullRounds = 10;
const usage = `Usage: npm run bench:outage -- [ROUNDS] [--detect] [--write | --show]

  ROUNDS   how often each drill is done (${fullRounds})
  --detect only with init --detect fast; with --write, what was measured before stays beside it
  --write  where all rounds passed, write what was measured to docs/outage.json, its pictures,
           docs/performance.md and README.md; needs ${fullRounds} rounds
  --show   measure nothing: write those pages and pictures anew from docs/outage.json
`;

interface Order {
  readonly rounds: number;
  readonly detect: boolean;
  readonly write: boolean;
  readonly show: boolean;
}

/** Nothing where it makes no sense. */
function parseOrder(): Order | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        detect: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
        show: { type: 'boolean', default: false },
      },
    });
    const [rounds = fullRounds] = positionals.map(Number);
    const isEnough = Number.isInteger(rounds) && rounds >= (values.write ? fullRounds : 1);
    return isEnough && positionals.length <= 1 ? { ...values, rounds } : undefined;
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
  if (!isEquipped(Object.keys(contestants) as Contestant[])) return notEquipped;
  const script = 'bench/outage/measure.ts';
  const args = [
    String(order.rounds),
    ...(order.detect ? ['--detect'] : []),
    ...(order.write ? ['--write'] : []),
  ];
  const calledOff = calledOffBySignals();
  const isWell = await stage({ script, scenario: subject, args, keep: false, calledOff });
  return calledOff.aborted ? 130 : isWell ? 0 : 1;
}

process.exitCode = await main();
