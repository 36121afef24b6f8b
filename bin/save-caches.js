// @ts-check
'use strict';

// Keeps what V8 has compiled for the next start. It is loaded where there is something to keep, at the end of a process.

const fs = require('node:fs');
const { dirname, join } = require('node:path');

/**
 * A folder that this user cannot write just means a slower start.
 * @param {readonly { path: string, script: import('node:vm').Script, data?: Buffer }[]} caches
 */
module.exports = (caches) => caches.forEach(saveCache);

/** @param {{ path: string, script: import('node:vm').Script, data?: Buffer }} one */
function saveCache({ path, script, data = script.createCachedData() }) {
  const draft = `${path}.${process.pid}`;
  try {
    removeOldDrafts(dirname(path));
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

/** Of processes that were killed while they saved. @param {string} dist */
function removeOldDrafts(dist) {
  for (const file of fs.readdirSync(dist)) {
    const [, pid] = /^floatip\..*\.cache\.(\d+)$/.exec(file) || [];
    if (pid && hasEnded(Number(pid))) remove(join(dist, file));
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

/** What is there, and ours. @param {string} path */
function remove(path) {
  try {
    fs.unlinkSync(path);
  } catch {}
}
