import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { buildPackages } from './build-packages.ts';
import { thisEdition } from './edition.ts';

/** `npm run packages`: builds the packages for Debian and Red Hat. */

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'packages' },
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'floatip-packages-'));
try {
  const { out, only, quick } = values;
  const effort = quick ? { level: 0, agreement: 1 } : { level: 6, agreement: 3 };
  const options = { edition: thisEdition(), folder, out, only, ...effort };
  for (const path of await buildPackages(options)) console.log(path);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
