import { describe, it } from 'vitest';

import { canRunSample } from '../support/program-cloud.ts';
import { caseNames } from './case-names.ts';
import { cases } from './cases.ts';
import { execKinds } from './exec-kinds.ts';

/** The contract, put to the program that comes with floatip: a process of its own for each call. */
describe.skipIf(!canRunSample).each(execKinds)('$kind', (of) => {
  for (const name of caseNames) {
    it.skipIf(of.skip[name] !== undefined)(name, { timeout: 120_000 }, () => cases[name](of));
  }
});
