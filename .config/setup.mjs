import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Installs and builds what is missing or out of date, so that one command does for a fresh clone. */

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`floatip needs Node 20.19 or newer: this is ${process.version}`);
  process.exit(1);
}

const installed = 'node_modules/.floatip-lock';
const built = 'dist/.floatip-sources';

const lock = hashOf(['package.json', 'package-lock.json']);
if (stampAt(installed) !== lock) {
  run('npm', ['ci', '--no-fund', '--no-audit']);
  writeFileSync(installed, lock);
}

const sources = hashOf([
  ...filesBelow('src'),
  ...filesBelow('.config'),
  ...filesBelow('bin'),
  installed,
]);
if (stampAt(built) !== sources) {
  run(process.execPath, ['.config/build.mjs']);
  writeFileSync(built, sources);
}

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function hashOf(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const path of paths) hash.update(path).update(readFileSync(path));
  return hash.digest('hex');
}

function stampAt(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function filesBelow(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
