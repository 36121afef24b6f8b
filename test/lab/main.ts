import { calledOffBySignals } from './called-off.ts';
import { isEquipped, notEquipped } from './equipment.ts';
import { parseLabArguments, roundsOf, usage } from './order.ts';
import type { LabArguments } from './order.ts';
import type { Outcome } from './outcome.ts';
import { stage } from './stage.ts';
import { isAllWell, renderTotal } from './total.ts';

/**
 * Drills real keepalived and floatip in labs of network namespaces:
 *
 *     npm run lab -- [OPTION]…
 */

const args = process.argv.slice(2);

async function main(): Promise<number> {
  if (args.includes('--help')) {
    console.log(usage);
    return 0;
  }
  let order: LabArguments;
  try {
    order = parseLabArguments(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  const paths = order.scenarios.flatMap((scenario) => order.pathsOf(scenario));
  return isEquipped(paths) ? await rehearseAll(order) : notEquipped;
}

async function rehearseAll(order: LabArguments): Promise<number> {
  const { scenarios, drillsOf, keep } = order;
  const calledOff = calledOffBySignals();
  const outcomes: Outcome[] = [];
  const onMessage = (message: unknown): void => void outcomes.push(message as Outcome);
  let isWell = true;
  for (const scenario of scenarios.filter((one) => drillsOf(one).length > 0)) {
    if (calledOff.aborted) break;
    const play = { script: 'test/lab/rehearse.ts', scenario, args, keep, calledOff, onMessage };
    isWell = (await stage(play)) && isWell;
  }
  const ordered = roundsOf(order);
  console.log(`\n${renderTotal(outcomes, ordered)}`);
  if (calledOff.aborted) return 130;
  return isWell && isAllWell(outcomes, ordered) ? 0 : 1;
}

process.exitCode = await main();
