import { parseOrder, usage } from './order.ts';
import { messageOf, stage } from './stage.ts';

/**
 * Drills real keepalived and floatip in a lab of network namespaces:
 *
 *     npm run lab -- [OPTION]…
 */

const args = process.argv.slice(2);
const problem = messageOf(() => parseOrder(args));
if (problem === undefined) {
  const { keep } = parseOrder(args);
  process.exitCode = await stage({ script: 'test/lab/rehearse.ts', args, keep });
} else {
  console.error(`${problem}\n\n${usage}`);
  process.exitCode = 2;
}
