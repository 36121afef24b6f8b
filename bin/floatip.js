#!/usr/bin/env node
// @ts-check
'use strict';

// Starts the built bundle. Most of a cold start is V8 compiling it, so what V8 has compiled is kept
// beside it for the next start: see docs/decisions/0003-start-up.md. This file is CommonJS because
// Node's ESM loader alone would cost more than a tenth of the whole start.

const fs = require('node:fs');
const { dirname, join } = require('node:path');
const { Script } = require('node:vm');

const mend = 'Install floatip again; in a checkout, run: npm run build';

refuseOldNode();

const bundle = join(__dirname, '..', 'dist', 'floatip.cjs');
const source = readBundle();

// V8 compares a cache with the length of the source only, so its name tells one build from another.
const [, build] = /^\/\/ build (\w+)/.exec(source) || [];
// Without its compiler V8 takes no cache that was made with it, nor the other way round.
const mode = [...process.execArgv, process.env.NODE_OPTIONS].join(' ').includes('--jitless')
  ? '.jitless'
  : '';
const name = join(dirname(bundle), `floatip.${build}.${process.version}.${process.arch}${mode}`);

// Functions are compiled when they are first called, so what a takeover leaves is worth more to the
// next takeover than what any other command leaves.
const isTakeover = ['assign', 'notify'].includes(process.argv[2] || '');
const best = read(`${name}.takeover.cache`);
const cachedData = best || read(`${name}.cache`);

const script = compile();
if (script.cachedDataRejected !== false || (isTakeover && best === undefined)) {
  // A cache that V8 does not take is replaced by whatever there is.
  const path = isTakeover || best !== undefined ? `${name}.takeover.cache` : `${name}.cache`;
  process.once('exit', () => save(path, script.createCachedData()));
}
script.runInThisContext()(exports, require, module, bundle, dirname(bundle));

/** What this file is written in, Node 12 understands; what the bundle is written in, it does not. */
function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  refuse(
    `floatip needs Node 20.19 or newer: ${process.execPath} is ${process.version}`,
    'Install a newer one, and put it first in PATH where floatip is started',
  );
}

function readBundle() {
  try {
    return fs.readFileSync(bundle, 'latin1');
  } catch (error) {
    return refuse(`Cannot read ${bundle}: ${error.code}`, mend);
  }
}

function compile() {
  try {
    return new Script(source, { filename: bundle, cachedData });
  } catch (error) {
    return refuse(`${bundle} is not what was built: ${error.message}`, mend);
  }
}

/** As floatip itself explains a host on which it cannot work. @param {string} message @param {string} hint */
function refuse(message, hint) {
  try {
    fs.writeSync(2, `floatip: ${message}. ${hint}\n`);
  } finally {
    process.exit(3);
  }
}

/**
 * V8 does not look whether a cache is what it was, and crashes or runs something else where it is not. So a
 * file holds it twice: that costs less of a start than any checksum. A damaged copy differs from the other
 * one, and a hole that spans both takes the beginning, which V8 does check.
 * @param {string} path
 */
function read(path) {
  try {
    const file = fs.readFileSync(path);
    const data = file.subarray(0, file.length / 2);
    // V8 refuses what is empty.
    return data.equals(file.subarray(data.length)) ? data : Buffer.alloc(0);
  } catch {
    return undefined;
  }
}

/** A folder that this user cannot write just means a slower start. @param {string} path @param {Buffer} data */
function save(path, data) {
  const draft = `${path}.${process.pid}`;
  try {
    removeOldDrafts();
    const fd = fs.openSync(draft, 'w');
    try {
      fs.writeFileSync(fd, Buffer.concat([data, data]));
      // Also for hooks of another user, whatever the umask.
      fs.fchmodSync(fd, 0o644);
      // After a crash the name must not lead to a file that is not all there.
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
    fs.renameSync(draft, path);
  } catch {
    // Not worth a word.
    remove(draft);
  }
}

/** Of processes that were killed while they saved. */
function removeOldDrafts() {
  const folder = dirname(bundle);
  for (const file of fs.readdirSync(folder)) {
    const [, pid] = /^floatip\..*\.cache\.(\d+)$/.exec(file) || [];
    if (pid !== undefined && hasEnded(Number(pid))) remove(join(folder, file));
  }
}

/** @param {number} pid */
function hasEnded(pid) {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** @param {string} path */
function remove(path) {
  try {
    fs.unlinkSync(path);
  } catch {
    // It is not there, or not ours.
  }
}
