import { parseOrder, usage } from './order.ts';
import type { LabOrder } from './order.ts';
import { isEquipped, messageOf, stage } from './stage.ts';

/**
 * Drills real keepalived and floatip in labs of network namespaces:
 *
 *     npm run lab -- [OPTION]…
 */

const args = process.argv.slice(2);
const problem = messageOf(() => parseOrder(args));

async function rehearseAll({ scenarios, drillsOf, keep }: LabOrder): Promise<number> {
  if (!isEquipped()) return 3;
  let worst = 0;
  for (const scenario of scenarios.filter((one) => drillsOf(one).length > 0)) {
    const code = await stage({ script: 'test/lab/rehearse.ts', scenario, args, keep });
    if (code === 130) return code;
    worst = Math.max(worst, code);
  }
  return worst;
}

if (args.includes('--help')) {
  console.log(usage);
} else if (problem === undefined) {
  process.exitCode = await rehearseAll(parseOrder(args));
} else {
  console.error(`${problem}\n\n${usage}`);
  process.exitCode = 2;
}
