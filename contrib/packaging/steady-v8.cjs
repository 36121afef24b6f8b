// @ts-check
'use strict';

/**
 * Loaded before floatip while its caches are made. V8 notes in a cache for which functions it made quick code
 * meanwhile, which depends on how often the cloud was asked, and so on how busy the machine was. Here it makes
 * none. It takes a cache only by the same settings as it was made with, so both happen as on a host.
 */

const v8 = require('node:v8');
const vm = require('node:vm');

// Only the command line can give it so much room that it never throws away what it has compiled.
v8.setFlagsFromString('--initial-heap-size=0');

// V8 numbers functions as it meets them. The starter keeps the texts of all packs once it has lived for half a second,
// which on a busy machine is before the last function of a takeover, and on another one never.
const setTimer = globalThis.setTimeout;
globalThis.setTimeout = Object.assign(
  (/** @type {() => void} */ callback, /** @type {number} */ ms) =>
    setTimer(callback.name === 'keepTexts' ? () => {} : callback, ms),
  setTimer,
);

vm.Script = class extends vm.Script {
  /** @param {string} source @param {vm.ScriptOptions} [options] */
  constructor(source, options) {
    asOnHosts();
    super(source, options);
    steadily();
  }

  createCachedData() {
    asOnHosts();
    const data = super.createCachedData();
    steadily();
    return data;
  }
};

function asOnHosts() {
  v8.setFlagsFromString('--sparkplug');
}

function steadily() {
  v8.setFlagsFromString('--no-sparkplug');
}
