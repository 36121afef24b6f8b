import type { Scenario } from '../scenario.ts';
import { digitalocean } from '../vendors/digitalocean.ts';

export const cluster = 'pg';
export const floatingIp = '203.0.113.10';

/** Two hosts with PostgreSQL under Patroni, and a third one for a quorum of etcd. */
export const patroniScenario: Scenario = {
  name: 'patroni',
  title: 'two Droplets with PostgreSQL under Patroni, and a reserved IP that follows the primary',
  vendor: digitalocean,
  hosts: ['lb1', 'lb2', 'lb3'],
  instances: [],
  addresses: [{ name: 'db', kind: 'digitalocean-reserved-ip', ip: floatingIp, follow: cluster }],
  hookLines: 'notify',
  preempts: false,
  victims: [],
  drills: [],
  quick: { drills: [], paths: [] },
};
