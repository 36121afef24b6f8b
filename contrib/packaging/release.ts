import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { buildImage, missingForImage } from '../container/image.ts';
import { buildPackages } from './build-packages.ts';
import { thisEdition } from './edition.ts';
import { whyNotReleasable } from './releasable.ts';

/**
 * `npm run release`: all that is published of a version, in release/, after a look at whether it may be. It
 * publishes nothing. `-- --quick` hardly compresses, for a look at whether it gets to its end.
 */

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const out = 'release';
const edition = thisEdition();

const reasons = whyNotReleasable({
  version: edition.version,
  changelog: readFileSync('CHANGELOG.md', 'utf8'),
  lock: readFileSync('package-lock.json', 'utf8'),
  changes: git('status', '--porcelain'),
  tags: git('tag', '--points-at', 'HEAD'),
});
for (const reason of reasons) console.error(`Not released: ${reason}`);
if (reasons.length > 0) process.exit(1);

const folder = mkdtempSync(join(tmpdir(), 'floatip-release-'));
try {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  const effort = values.quick ? { level: 0, agreement: 1 } : { level: 6, agreement: 3 };
  await buildPackages({ edition, folder, out, ...effort });
  const missing = missingForImage();
  if (missing.length === 0) buildImage({ edition, packages: out, out });
  else console.log(`The image is left out: there is no ${missing.join(', no ')}`);
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', out]);
  writeFileSync(join(out, 'floatip.cdx.json'), softwareInside());
  writeFileSync(join(out, 'SHA256SUMS'), sumsOf(out));
  for (const name of readdirSync(out)) console.log(join(out, name));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { encoding: 'utf8' }).trim();
}

/** In the format of CycloneDX. */
function softwareInside(): string {
  const options = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  return execFileSync('npm', options, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

/** As `sha256sum --check` reads it. */
function sumsOf(path: string): string {
  const lines = readdirSync(path).map((name) => {
    const sum = createHash('sha256')
      .update(readFileSync(join(path, name)))
      .digest('hex');
    return `${sum}  ${name}\n`;
  });
  return lines.join('');
}
