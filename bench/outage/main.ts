import { spawnSync } from 'node:child_process';

import { stage } from '../../test/lab/stage.ts';

/**
 * How long a client gets no answer while an address fails over: with floatip as a hook, with
 * `floatip watch`, and with the script that people paste today, in one lab of network namespaces.
 * Needs root, keepalived, iproute2, curl and python3-requests.
 *
 *     npm run bench:outage [rounds]
 */

const [rounds = '10'] = process.argv.slice(2);

function main(): Promise<number> | number {
  if (!Number.isInteger(Number(rounds)) || Number(rounds) < 1) {
    console.error(`The rounds have to be a whole number above 0: ${rounds}`);
    return 2;
  }
  const probe = spawnSync('/usr/bin/python3', ['-c', 'import requests']);
  const curl = spawnSync('curl', ['--version']);
  if (probe.status !== 0 || curl.status !== 0) {
    console.error('The recipe needs them: apt-get install -y curl python3-requests');
    return 3;
  }
  return stage({ script: 'bench/outage/measure.ts', args: [rounds], keep: false });
}

process.exitCode = await main();
