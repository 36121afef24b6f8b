'use strict';

// Loaded before floatip: whatever is opened to write in a folder of state, or synced, takes 50 ms.

const fs = require('node:fs');

const slowMs = 50;
const cell = new Int32Array(new SharedArrayBuffer(4));
const wait = () => void Atomics.wait(cell, 0, 0, slowMs);

const slowFds = new Set();
const { openSync, write, writeSync, fsyncSync, closeSync } = fs;
fs.openSync = (path, ...rest) => {
  const fd = openSync(path, ...rest);
  if (String(path).includes('journal.jsonl')) slowFds.add(fd);
  return fd;
};
fs.writeSync = (fd, ...rest) => {
  if (slowFds.has(fd)) wait();
  return writeSync(fd, ...rest);
};
// As in one of Node's own threads: only who waits for it waits.
fs.write = (fd, ...rest) => {
  setTimeout(() => write(fd, ...rest), slowFds.has(fd) ? slowMs : 0);
};
fs.fsyncSync = (fd) => {
  wait();
  return fsyncSync(fd);
};
fs.closeSync = (fd) => {
  slowFds.delete(fd);
  return closeSync(fd);
};
