import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { isLeaking } from '../../../.config/leaks.mjs';
import type { FaultRule } from '../../../src/emulator/faults.ts';
import { tencentHost } from '../../support/tencent-host.ts';
import { tencentTopology } from '../../support/tencent-topology.ts';
import { secretKey } from '../../support/token.ts';

/** What goes wrong, with all that a cloud or a proxy may say while it does. */
const troubles: Readonly<Record<string, FaultRule['fault']>> = {
  'a reset': { type: 'reset' },
  'an error page': { type: 'status', status: 502, body: `<p>${secretKey}</p>` },
  'a friendly page': { type: 'status', status: 200, body: `<p>${secretKey}</p>` },
  'a redirect': { type: 'status', status: 302, headers: { location: 'https://elsewhere.test/' } },
  'a refusal': {
    type: 'refuse',
    code: 'InvalidParameter',
    message: `No: ${secretKey}`,
  },
  'a refused token': {
    type: 'refuse',
    code: 'AuthFailure.TokenFailure',
    message: `No: ${secretKey}`,
  },
};

describe('the secrets of Tencent Cloud', () => {
  const asRole = {
    topology: tencentTopology(`role: { name: floatip, secret: ${secretKey} }`),
    env: { TENCENTCLOUD_SECRET_ID: undefined, TENCENTCLOUD_SECRET_KEY: undefined },
  };
  const rows = Object.entries(troubles).flatMap(([what, fault]) => [
    { what, who: 'a key', options: {}, fault },
    // Its secrets are its own: nobody could repeat them who was not sent them.
    { what, who: 'a role', options: asRole, fault: { ...fault, message: 'No' } as typeof fault },
  ]);

  it.each(rows)('of $who do not get out with $what', async ({ options, fault }) => {
    const host = tencentHost(['name: pub, kind: tencent-eip, id: eip-11111111'], options);
    host.world.cloud.faults.add({ match: { service: 'tencent-api' }, times: 0, fault });
    const run = await host.run('notify INSTANCE VI_1 MASTER 200 --json --timeout 5');
    expect(run.code).not.toBe(0);
    const journal = readFileSync(join(host.stateFolder, 'journal.jsonl'), 'utf8');
    const requests = JSON.stringify(host.world.cloud.received.list());
    for (const text of [run.stdout, run.stderr, journal, requests]) {
      expect(isLeaking(text)).toBe(false);
    }
  });
});
