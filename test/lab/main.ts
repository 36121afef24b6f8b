import { calledOffBySignals } from './called-off.ts';
import { isEquipped, notEquipped } from './equipment.ts';
import { parseOrder, usage } from './order.ts';
import type { LabOrder } from './order.ts';
import { stage } from './stage.ts';

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
  let order: LabOrder;
  try {
    order = parseOrder(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  const paths = order.scenarios.flatMap((scenario) => order.pathsOf(scenario));
  return isEquipped(paths) ? await rehearseAll(order) : notEquipped;
}

async function rehearseAll({ scenarios, drillsOf, keep }: LabOrder): Promise<number> {
  const calledOff = calledOffBySignals();
  let isWell = true;
  for (const scenario of scenarios.filter((one) => drillsOf(one).length > 0)) {
    const play = { script: 'test/lab/rehearse.ts', scenario, args, keep, calledOff };
    isWell = (await stage(play)) && isWell;
    if (calledOff.aborted) return 130;
  }
  return isWell ? 0 : 1;
}

process.exitCode = await main();
