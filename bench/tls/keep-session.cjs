// Loaded before a program, has it resume the TLS session that the last one has left in a file: what that would save.
'use strict';

const { readFileSync, writeFileSync } = require('node:fs');

const path = process.env.TLS_SESSION;
const load = process.getBuiltinModule;

// TLS is loaded where it is needed, and no earlier for this.
process.getBuiltinModule = (name) => {
  if (name === 'node:https') resumeIn(load('node:tls'));
  return load(name);
};

let isPatched = false;

function resumeIn(tls) {
  if (isPatched) return;
  isPatched = true;
  const { connect } = tls;
  tls.connect = (...args) => {
    const options = args.find((one) => typeof one === 'object' && one !== null);
    try {
      options.session = readFileSync(path);
    } catch {
      // The first of all.
    }
    const socket = connect(...args);
    let session;
    socket.on('session', (one) => (session = one));
    process.once('exit', () => {
      if (session !== undefined) writeFileSync(path, session, { mode: 0o600 });
    });
    return socket;
  };
}
