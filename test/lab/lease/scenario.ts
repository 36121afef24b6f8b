import type { Scenario } from '../scenario.ts';
import { digitalocean } from '../vendors/digitalocean.ts';

/** Three hosts without keepalived, each with a member of etcd, that elect one of them. */
export const leaseScenario: Scenario = {
  name: 'lease',
  title: 'three Droplets with a reserved IP that follows a lease in etcd',
  vendor: digitalocean,
  hosts: ['lb1', 'lb2', 'lb3'],
  instances: [],
  addresses: [
    { name: 'web', kind: 'digitalocean-reserved-ip', ip: '203.0.113.10', follow: 'lease web' },
  ],
  hookLines: 'notify',
  preempts: false,
  victims: [],
  drills: [],
  quick: { drills: [], paths: [] },
};
