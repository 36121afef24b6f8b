import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { filesOf } from '../../../src/cli/init/files.ts';
import { packagedHook } from '../../../src/cli/init/package-hooks.ts';
import { planOf } from '../../../src/cli/init/plan-of.ts';
import type { SetUpOptions } from '../../../src/cli/init/set-up-options.ts';
import { allClouds } from '../../support/clouds.ts';
import { canTestConfigs, inOwnEtc } from '../../support/own-etc.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/** keepalived as it is started with what init wrote, and reloaded again and again. */
const reloads = (folder: string): string => `
  ip addr add 10.10.0.2/24 dev eth0; ip link set there up; ip link set eth0 up; ip link set lo up
  keepalived -n -l -P -f ${folder}/keepalived.conf -p ${folder}/pid -r ${folder}/vrrp.pid >${folder}/log 2>&1 &
  keepalived=$!
  said() { until [ "$(grep -c "$1" ${folder}/log)" -ge "$2" ]; do sleep 0.05; done; }
  said 'Entering BACKUP STATE' 1
  for reload in 1 2 3; do
    kill -HUP $keepalived
    said 'Reload complete\\|died' $reload
  done
  for child in $(pgrep -P $keepalived); do grep '^Max realtime timeout' /proc/$child/limits; done
  kill $keepalived
  wait`;

it.skipIf(!canTestConfigs)('outlives its reloads', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  const options: SetUpOptions = {
    address: ['digitalocean-reserved-ip:203.0.113.10'],
    self: '10.10.0.2',
    peer: '10.10.0.3',
    interface: 'eth0',
    by: 'fifo',
    detect: 'fast',
  };
  const plan = await planOf(options, allClouds());
  const [conf] = filesOf(plan, 0, packagedHook);
  writeFileSync(join(folder, 'keepalived.conf'), conf?.text ?? '');
  const limits = inOwnEtc(reloads(folder));
  const log = readFileSync(join(folder, 'log'), 'utf8');
  expect(log).not.toMatch(/died|signal 9|Unknown keyword/);
  // What is limited is killed one day: with a real-time priority, 2.2.7 lowers it at every reload.
  expect(limits).toMatch(/^Max realtime timeout +unlimited +unlimited +us *\n$/);
  expect(log.match(/Reload complete/g)).toHaveLength(3);
});
