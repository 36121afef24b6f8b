import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Listening, Scene } from '../../emulator/emulated-cloud.ts';

/**
 * Puts an arping into a folder that tells the embedded cloud instead of the network: a real one needs
 * root, and nobody would hear it. Returns the folder, for PATH.
 */
export function installArping(
  folder: string,
  { announcement }: Scene,
  { endpoint }: Listening,
): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  if (announcement === undefined) return bin;
  const script = join(bin, 'announce.cjs');
  const { path, body } = announcement(placeholder);
  writeFileSync(script, announce(`${endpoint}/_cloud/${path}`, body));
  const command = `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`;
  writeFileSync(join(bin, 'arping'), command, { mode: 0o700 });
  return bin;
}

/** Stands for the IP, which stands last on arping's command line. */
const placeholder = 'IP';

function announce(url: string, body: object): string {
  return `const http = require('node:http');
const body = ${JSON.stringify(JSON.stringify(body))}.replace('"${placeholder}"', JSON.stringify(process.argv.at(-1)));
http.request('${url}', { method: 'POST' }).end(body);
`;
}
