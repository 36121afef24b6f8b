import { describe, expect, it } from 'vitest';

import { allClouds } from '../support/clouds.ts';
import { awsKinds } from './aws-kinds.ts';
import { caseNames } from './case-names.ts';
import { cases } from './cases.ts';
import { digitaloceanKinds } from './digitalocean-kinds.ts';
import { execKinds } from './exec-kinds.ts';
import { hetznerKinds } from './hetzner-kinds.ts';
import { openstackKinds } from './openstack-kinds.ts';
import { tencentKinds } from './tencent-kinds.ts';

/** What every kind of address has to do, through the whole command line, on the embedded cloud. */

const inProcess = [
  ...digitaloceanKinds,
  ...tencentKinds,
  ...hetznerKinds,
  ...awsKinds,
  ...openstackKinds,
];
/** Programs take their time: exec.test.ts. */
const kindCases = [...inProcess, ...execKinds];

describe.each(inProcess)('$kind', (of) => {
  for (const name of caseNames) {
    it.skipIf(of.skip[name] !== undefined)(name, () => cases[name](of));
  }
});

describe('the contract', () => {
  it('is put to every kind', async () => {
    const kinds = (await allClouds().describeAll()).flatMap((cloud) => cloud.kinds);
    expect(kindCases.map(({ kind }) => kind)).toEqual(kinds.map(({ name }) => name));
  });

  it.each(kindCases)('has a case and a reason for each exemption of $kind', ({ skip }) => {
    for (const [name, reason] of Object.entries(skip)) {
      expect(caseNames).toContain(name);
      expect(reason).toMatch(/^[A-Z].{20,}$/);
    }
  });
});
