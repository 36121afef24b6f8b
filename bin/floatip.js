#!/usr/bin/env node
// @ts-check
'use strict';

// Starts the built bundle. Most of a cold start is V8 compiling it, so what V8 has compiled is kept
// beside it for the next start: see docs/decisions/0003-start-up.md. This file is CommonJS because
// Node's ESM loader alone would cost more than a tenth of the whole start.

const { chmodSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { Script } = require('node:vm');

const bundle = join(__dirname, '..', 'dist', 'floatip.cjs');
const source = readFileSync(bundle, 'latin1');

// V8 compares a cache with the length of the source only, so its name tells one build from another.
const build = /^\/\/ build (\w+)/.exec(source)?.[1];
const name = join(dirname(bundle), `floatip.${build}.${process.version}.${process.arch}`);

// Functions are compiled when they are first called, so what a takeover leaves is worth more to the
// next takeover than what any other command leaves.
const isTakeover = ['assign', 'notify'].includes(process.argv[2] ?? '');
const best = read(`${name}.takeover.cache`);
const cachedData = best ?? read(`${name}.cache`);

const script = new Script(source, { filename: bundle, cachedData });
if (script.cachedDataRejected !== false || (isTakeover && best === undefined)) {
  // A cache that V8 does not take is replaced by whatever there is.
  const path = isTakeover || best !== undefined ? `${name}.takeover.cache` : `${name}.cache`;
  process.once('exit', () => save(path, script.createCachedData()));
}
script.runInThisContext()(exports, require, module, bundle, dirname(bundle));

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
    writeFileSync(draft, data);
    // Also for hooks of another user, whatever the umask.
    chmodSync(draft, 0o644);
    renameSync(draft, path);
  } catch {
    // Not worth a word.
  }
}
