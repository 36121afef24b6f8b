import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildPackages } from '../../contrib/packaging/build-packages.ts';
import { thisEdition } from '../../contrib/packaging/edition.ts';

/** Builds all packages, hardly compressed, into the folder that is named. */

const [, , out = 'packages'] = process.argv;
const folder = mkdtempSync(join(tmpdir(), 'floatip-elsewhere-'));
try {
  await buildPackages({ edition: thisEdition(), folder, out, level: 0, agreement: 3 });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
