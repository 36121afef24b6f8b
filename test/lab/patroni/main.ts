import { leaseRequirements, patroniRequirements } from '../requirements.ts';
import { runSingleLab } from '../single-lab.ts';
import { parsePatroniOrder, usage } from './order.ts';
import { patroniScenario } from './scenario.ts';

/** A floating IP that follows the primary of Patroni, for real: `npm run lab:patroni -- [OPTION]…` */

process.exitCode = await runSingleLab(process.argv.slice(2), {
  usage,
  parse: parsePatroniOrder,
  requirements: [...leaseRequirements, ...patroniRequirements],
  script: 'test/lab/patroni/rehearse.ts',
  scenario: patroniScenario,
});
