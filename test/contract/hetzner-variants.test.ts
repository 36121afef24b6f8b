import { describe, it } from 'vitest';

import { caseNames } from './case-names.ts';
import { cases } from './cases.ts';
import { hetznerVariants } from './hetzner-kinds.ts';

/** The contract, put to a floating IP of Hetzner Cloud by everything else that the config takes for one. */
describe.each(hetznerVariants)('hetzner-floating-ip by %s', (_, of) => {
  for (const name of caseNames) {
    it.skipIf(of.skip[name] !== undefined)(name, () => cases[name](of));
  }
});
