import { calledOffByParent } from './called-off.ts';
import { parseLabArguments, roundsOf } from './order.ts';
import type { Outcome } from './outcome.ts';
import { rehearseBy } from './rehearse-by.ts';
import { scenarios } from './scenarios.ts';
import { isAllWell } from './total.ts';

/**
 * Drills the lab, from inside its fabric: `rehearse.ts LAB-ID SCENARIO [OPTION]…`. Sends an `Outcome`
 * for each path. Ends with 1 where a round has not passed, or a secret got to where it must not be.
 */

const [labId = '', scenarioName = '', ...args] = process.argv.slice(2);
const calledOff = calledOffByParent();

const scenario = scenarios.find(({ name }) => name === scenarioName);
if (scenario === undefined) throw new Error(`There is no scenario '${scenarioName}'`);
const order = parseLabArguments(args);
const outcomes: Outcome[] = [];
for (const by of order.pathsOf(scenario)) {
  if (calledOff.aborted) break;
  const outcome = await rehearseBy(by, { labId, scenario, order, signal: calledOff });
  outcomes.push(outcome);
  await send(outcome);
}
process.exitCode = isAllWell(outcomes, roundsOf({ ...order, scenarios: [scenario] })) ? 0 : 1;

async function send(outcome: Outcome): Promise<void> {
  if (!process.connected) return;
  await new Promise((resolve) => process.send?.(outcome, resolve));
}
