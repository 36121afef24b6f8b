import { calledOffBySignals } from '../../test/lab/called-off.ts';
import { isEquipped, notEquipped } from '../../test/lab/equipment.ts';
import { stage } from '../../test/lab/stage.ts';
import { contestants } from './sample.ts';
import type { Contestant } from './sample.ts';
import { subject } from './subject.ts';

/**
 * How long a client gets no answer while an address fails over: with floatip as a hook, with
 * `floatip watch`, and with the script that people paste today, in one lab of network namespaces.
 * Needs root, what the lab needs, curl and python3-requests.
 *
 *     npm run bench:outage [rounds]
 */

const [rounds = '10'] = process.argv.slice(2);

async function main(): Promise<number> {
  if (!Number.isInteger(Number(rounds)) || Number(rounds) < 1) {
    console.error(`The rounds have to be a whole number above 0: ${rounds}`);
    return 2;
  }
  if (!isEquipped(Object.keys(contestants) as Contestant[])) return notEquipped;
  const script = 'bench/outage/measure.ts';
  const calledOff = calledOffBySignals();
  const isWell = await stage({ script, scenario: subject, args: [rounds], keep: false, calledOff });
  return calledOff.aborted ? 130 : isWell ? 0 : 1;
}

process.exitCode = await main();
