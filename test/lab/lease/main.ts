import { leaseRequirements } from '../requirements.ts';
import { runSingleLab } from '../single-lab.ts';
import { parseLeaseOrder, usage } from './order.ts';
import { leaseScenario } from './scenario.ts';

/** Hosts that elect one of them by a real etcd, in trouble: `npm run lab:lease -- [OPTION]…` */

process.exitCode = await runSingleLab(process.argv.slice(2), {
  usage,
  parse: parseLeaseOrder,
  requirements: leaseRequirements,
  script: 'test/lab/lease/rehearse.ts',
  scenario: leaseScenario,
});
