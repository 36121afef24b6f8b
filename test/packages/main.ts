import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { buildImage, missingForImage } from '../../contrib/container/image.ts';
import { buildPackages } from '../../contrib/packaging/build-packages.ts';
import { thisEdition } from '../../contrib/packaging/edition.ts';
import { makeRoots } from './roots.ts';

/**
 * `npm run test:packages`: builds all packages here and in a copy of this project, and those of a version before,
 * hardly compressed; then installs and compares them. Arguments are parts of the names of test files. With a folder
 * in FLOATIP_ROOTS, the hosts stay there for the next time.
 */

const home = mkdtempSync(join(tmpdir(), 'floatip-packages-'));
try {
  const edition = thisEdition();
  const work = join(home, 'work');
  const effort = { folder: work, level: 0, agreement: 3 };
  await buildPackages({ edition, out: join(home, 'here'), ...effort });
  const before = { version: '0.0.1', date: edition.date };
  const only = ['amd64.deb', 'all.deb', 'x86_64.rpm'];
  await buildPackages({ edition: before, out: join(home, 'before'), only, ...effort });
  rmSync(work, { recursive: true });
  buildInCopy(edition.date);
  const roots = process.env['FLOATIP_ROOTS'] ?? join(home, 'roots');
  const why = makeRoots(roots);
  if (why !== undefined) console.log(`packages are not installed: ${why}`);
  if (why === undefined && missingForImage().length === 0) {
    const out = join(home, 'image');
    mkdirSync(out);
    buildImage({ edition, packages: join(home, 'here'), out });
  }
  const env = {
    ...process.env,
    FLOATIP_PACKAGES: home,
    FLOATIP_ROOTS: why === undefined ? roots : '',
  };
  const tests = ['vitest', 'run', '--config', '.config/vitest.ts'];
  const names = process.argv.slice(2).map((name) => `test/packages/${name}`);
  const named = names.length > 0 ? names : ['test/packages'];
  const { status } = spawnSync('npx', [...tests, ...named], { env, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** In another place, under another umask, from a bundle of its own. */
function buildInCopy(date: number): void {
  const copy = join(home, 'copy of floatip');
  const listed = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const files = execFileSync('git', listed, { encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of files) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(file, join(copy, file));
  }
  for (const modules of ['node_modules', 'contrib/packaging/runtimes/node_modules']) {
    execFileSync('cp', ['-a', modules, join(copy, dirname(modules))]);
  }
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(date) };
  const build =
    'umask 077; node .config/build.mjs && exec npx tsx test/packages/build-here.ts "$0"';
  execFileSync('sh', ['-c', build, join(home, 'there')], { cwd: copy, env, stdio: 'inherit' });
  rmSync(copy, { recursive: true });
}
