import { spawnSync } from 'node:child_process';

import { isEquipped, stage } from '../../test/lab/stage.ts';
import { subject } from './subject.ts';

/**
 * How long a client gets no answer while an address fails over: with floatip as a hook, with
 * `floatip watch`, and with the script that people paste today, in one lab of network namespaces.
 * Needs root, what the lab needs, curl and python3-requests.
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
  if (!isEquipped()) return 3;
  const script = 'bench/outage/measure.ts';
  return stage({ script, scenario: subject, args: [rounds], keep: false });
}

process.exitCode = await main();
