// @ts-check
'use strict';

// Prints a help that was made when floatip was built. It is loaded where one is asked for.

const fs = require('node:fs');

/** How much a pipe takes at once, or not at all. */
const atOnce = 4096;

/**
 * Throws where there is none, or nothing that takes it without stalling.
 * @param {string} path
 */
module.exports = (path) => {
  const text = fs.readFileSync(path);
  const fd = outputFor(text);
  for (let at = 0; at < text.length;) at += fs.writeSync(fd, text, at);
  return true;
};

/** @param {Buffer} text */
function outputFor({ length }) {
  const stats = fs.fstatSync(1);
  const { O_WRONLY, O_NONBLOCK } = fs.constants;
  if (stats.isFIFO() && length <= atOnce)
    return fs.openSync('/proc/self/fd/1', O_WRONLY | O_NONBLOCK);
  // A terminal may be narrow. The major number 1 is that of /dev/null.
  if (stats.isFile() || (stats.isCharacterDevice() && stats.rdev >> 8 === 1)) return 1;
  throw new Error('What reads it may stall');
}
