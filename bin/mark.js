#!/usr/bin/env node
// @ts-check
'use strict';

// Starts the built bundle. Half of a cold start is V8 compiling it, so what V8 has compiled is kept
// beside it for the next start: see docs/decisions/0003-start-up.md. This file is CommonJS because
// Node's ESM loader alone would cost more than a tenth of the whole start.

globalThis.M = [];
const H = process.hrtime.bigint;
globalThis.mk = (n) => M.push([n, Number(H()) / 1e6]);
mk('bin');
process.on('exit', () => {
  const t0 = M[0][1];
  console.error(
    M.map(
      ([n, t], i) =>
        (t - t0).toFixed(2).padStart(6) + ' +' + (t - (M[i - 1]?.[1] ?? t)).toFixed(2) + ' ' + n,
    ).join('\n'),
  );
});
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { Script } = require('node:vm');

const bundle = join(__dirname, '..', 'dist', 'mark.cjs');
const source = readFileSync(bundle, 'latin1');

mk('read');
// V8 compares a cache with the length of the source only, so its name tells one build from another.
const build = /^\/\/ build (\w+)/.exec(source)?.[1];
const cache = join(dirname(bundle), `mark.${build}.${process.version}.${process.arch}.cache`);

const script = new Script(source, { filename: bundle, cachedData: read(cache) });
mk('script');
// Only a takeover compiles what a takeover needs, so only its code is worth keeping.
if (script.cachedDataRejected !== false && ['assign', 'notify'].includes(process.argv[2] ?? '')) {
  process.once('exit', () => save(cache, script.createCachedData()));
}
const F = script.runInThisContext();
mk('runInThis');
F(exports, require, module, bundle, dirname(bundle));

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** A folder that this user cannot write just means a slower start. @param {string} path @param {Buffer} data */
function save(path, data) {
  try {
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, data, { mode: 0o644 });
    renameSync(draft, path);
  } catch {
    // Not worth a word.
  }
}
