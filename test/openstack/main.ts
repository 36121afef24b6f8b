import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { missingPackages } from '../lab/requirements.ts';
import { unusedPort } from '../support/unused-port.ts';
import { startServices } from './services.ts';
import { tryFloatip } from './trial.ts';

/**
 * floatip against the real Keystone and Neutron of Debian's packages, with SQLite, without agents, on loopback:
 *
 *     npm run test:openstack
 */

const requirements = [
  { package: 'keystone', probe: ['/usr/bin/python3', '-c', 'import keystone'] },
  { package: 'neutron-server', probe: ['/usr/bin/python3', '-c', 'import neutron.server'] },
  {
    package: 'neutron-plugin-ml2',
    probe: ['/usr/bin/python3', '-c', 'import neutron.plugins.ml2'],
  },
] as const;

/** As the lab ends where it lacks something. */
const notEquipped = 3;

async function main(): Promise<number> {
  const missing = missingPackages(requirements);
  if (missing.length > 0) {
    console.error(`This machine lacks ${missing.join('; ')}`);
    return notEquipped;
  }
  const folder = mkdtempSync(join(tmpdir(), 'floatip-openstack-'));
  try {
    const ports = { keystone: await unusedPort(), neutron: await unusedPort() };
    console.log('Starting Keystone and Neutron, which takes a minute');
    const services = await startServices(folder, ports);
    try {
      await tryFloatip(services, folder, (line) => console.log(line));
      console.log('All well');
      return 0;
    } catch (error) {
      console.error(`${services.logs()}\n`);
      throw error;
    } finally {
      services.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
