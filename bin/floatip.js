#!/usr/bin/env node
// @ts-check
'use strict';

// Starts what was built. Most of a cold start is V8 reading and compiling, so a run opens only those packs that it
// needs, and what V8 has compiled of each is kept beside it for the next start: see
// docs/decisions/0003-start-up.md. This file is CommonJS because Node's ESM loader alone would cost more than a
// tenth of the whole start.

const fs = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const mend = 'Install floatip again; in a checkout, run: npm run build';

refuseOldNode();

const dist = join(__dirname, '..', 'dist');
const args = process.argv.slice(2);
// Without its compiler V8 takes no cache that was made with it, nor the other way round.
const mode = [...process.execArgv, process.env.NODE_OPTIONS].join(' ').includes('--jitless')
  ? '.jitless'
  : '';
// Functions are compiled when they are first called, so what a takeover leaves is worth more to the
// next takeover than what any other command leaves.
const isTakeover = ['assign', 'notify'].includes(args[0] || '');

/** A command that ends before is in a hurry, and has no use for packs that it did not ask for. */
const livesLongMs = 500;
/** How much of a cache is compared at a time. */
const compared = 65536;

/**
 * What a file is read into, once nobody needs what was in it before: memory that is touched for the first time costs
 * more than what is read into it.
 */
let room = Buffer.allocUnsafeSlow(2 ** 20);

/** Of packs that may be asked for once their files are others, as during an update. @type {Map<string, string>} */
const texts = new Map();
/** Opened before they are asked for. @type {Map<string, number>} */
const held = new Map();
/** @typedef {{ path: string, script: Script, data?: Buffer }} Unsaved */
/** What is to be saved when this process ends. @type {Unsaved[]} */
const unsaved = [];
process.once('exit', saveCaches);

if (!isHelpPrinted()) start();

function start() {
  const file = 'floatip.cjs';
  try {
    const text = readPack(file);
    const build = buildOf(text);
    if (build === undefined) throw unfit(`${join(dist, file)} is not what was built`);
    // An update must not come between a write and what sees whether it got there.
    if (isTakeover) ['floatip.later.cjs', 'floatip.ip.cjs', 'floatip.rest.cjs'].forEach(hold);
    const runFirst = run(file, text, build);
    // As src/takeover/gate.ts calls it. By the next tick the write is on its way, and no answer has been read.
    if (isTakeover && unsaved.length > 0)
      require('node:diagnostics_channel').subscribe('floatip:write', () =>
        process.nextTick(keepWhatLedToWrite),
      );
    runFirst(require, (/** @type {string} */ name) => open(name, build));
  } catch (error) {
    if (error.mend === undefined) throw error;
    refuse(error.message, error.mend);
  }
}

/** What a takeover runs once its first write has left is compiled when it is called: nobody waits for that. */
function keepWhatLedToWrite() {
  for (const one of unsaved) one.data = one.data || one.script.createCachedData();
}

/** What this file is written in, Node 12 understands; what the bundle is written in, it does not. */
function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  refuse(
    `floatip needs Node 20.19 or newer: ${process.execPath} is ${process.version}`,
    'Install a newer one, and put it first in PATH where floatip is started',
  );
}

/** Of a pack that this build has. @param {string} name @param {string} build @returns {object} */
function open(name, build) {
  // Whoever needs more than a takeover may live for long, and ask for another pack after an update.
  if (name === 'rest') setTimeout(keepTexts, livesLongMs).unref();
  const file = `floatip.${name}.cjs`;
  const text = texts.get(file) || readPack(file);
  if (buildOf(text) !== build) throw unfit(`${join(dist, file)} is of another build`);
  return run(file, text, build)();
}

/** What an update has replaced by then is told when it is asked for. */
function keepTexts() {
  try {
    const packs = fs.readdirSync(dist).filter((file) => /^floatip\.\w+\.cjs$/.test(file));
    for (const file of packs) texts.set(file, readPack(file));
    room = Buffer.alloc(0);
  } catch {
    // During an update.
  }
}

/** @param {string} file */
function hold(file) {
  try {
    held.set(file, fs.openSync(join(dist, file), 'r'));
  } catch {
    // Told when it is asked for.
  }
}

/** @param {string} file */
function readPack(file) {
  const path = join(dist, file);
  try {
    const fd = held.get(file) || fs.openSync(path, 'r');
    try {
      const count = read(fd, { from: 0, length: lengthOf(fd) });
      return room.latin1Slice(0, count);
    } finally {
      if (!held.has(file)) fs.closeSync(fd);
    }
  } catch (error) {
    throw unfit(`Cannot read ${path}: ${error.code}`);
  }
}

/** For which there is room. @param {number} fd */
function lengthOf(fd) {
  const { size } = fs.fstatSync(fd);
  if (size > room.length) room = Buffer.allocUnsafeSlow(size);
  return size;
}

/** How much of it there is. @param {number} fd @param {{ from: number, length: number }} part */
function read(fd, { from, length }, to = 0) {
  let count = 0;
  for (let more = -1; more !== 0 && count < length; count += more)
    more = fs.readSync(fd, room, to + count, length - count, from + count);
  return count;
}

/** V8 compares a cache with the length of the source only, so its name tells one build from another. @param {string} text */
function buildOf(text) {
  const mark = '// build ';
  return text.startsWith(mark) ? text.slice(mark.length, text.indexOf('\n')) : undefined;
}

/** What a pack is: a function. @param {string} file @param {string} text @param {string | undefined} build */
function run(file, text, build) {
  const name = `${join(dist, file).slice(0, -'.cjs'.length)}.${build}.${process.version}.${process.arch}${mode}`;
  const best = readCache(`${name}.takeover.cache`);
  const cachedData = best || readCache(`${name}.cache`);
  const script = compile(file, text, cachedData);
  if (script.cachedDataRejected !== false || (isTakeover && best === undefined)) {
    // A cache that V8 does not take is replaced by whatever there is.
    const cache = isTakeover || best !== undefined ? `${name}.takeover.cache` : `${name}.cache`;
    unsaved.push({ path: cache, script });
  }
  return script.runInThisContext();
}

/** @param {string} file @param {string} text @param {Buffer | undefined} cachedData */
function compile(file, text, cachedData) {
  try {
    // V8 keeps this name in its cache; of one that is cut out of a path it would keep the path.
    return new Script(text, { filename: file, cachedData });
  } catch (error) {
    throw unfit(`${join(dist, file)} is not what was built: ${error.message}`);
  }
}

function saveCaches() {
  try {
    if (unsaved.length > 0) require('./save-caches.js')(unsaved);
  } catch {
    // During an update.
  }
}

/** @param {string} message */
function unfit(message) {
  return Object.assign(new Error(message), { mend });
}

/** Whether a help was asked for that stands beside the packs, and could be printed at once. */
function isHelpPrinted() {
  const [first, second] = args;
  const name = isAsking(first) ? second || 'floatip' : isAsking(second) ? first : '';
  if (args.length > 2 || !/^[a-z]+$/.test(name)) return false;
  try {
    return require('./print-help.js')(join(dist, 'help', name));
  } catch {
    // The program says what is to be said.
    return false;
  }
}

/** @param {string | undefined} word */
function isAsking(word) {
  return word === '--help' || word === '-h' || (word === 'help' && word === args[0]);
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
function readCache(path) {
  try {
    const fd = fs.openSync(path, 'r');
    try {
      const half = lengthOf(fd) / 2;
      const length = isTwice(fd, half) ? half : 0;
      // V8 refuses what is empty.
      return room.subarray(0, length);
    } finally {
      fs.closeSync(fd);
    }
  } catch {
    return undefined;
  }
}

/** Has the first half of what is in it in the room then. @param {number} fd @param {number} half */
function isTwice(fd, half) {
  if (read(fd, { from: 0, length: half }) !== half) return false;
  for (let at = 0; at < half; at += compared) {
    const length = Math.min(compared, half - at);
    const end = half + read(fd, { from: half + at, length }, half);
    if (!room.subarray(at, at + length).equals(room.subarray(half, end))) return false;
  }
  return true;
}
