import { closeSync, constants, fchmodSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { errnoOf } from '../lib/errno.ts';
import { openToWrite } from '../lib/keep-owner.ts';
import { Failure } from '../ports/failure.ts';

/**
 * Writes metrics into a folder from which node_exporter collects them: whole or not at all, and for
 * everybody to read, whatever the umask. Throws `config` where that cannot be done.
 */
export function writeTextfile(folder: string, text: string): void {
  const path = join(folder, 'floatip.prom');
  // node_exporter reads what ends in .prom.
  const draft = `${path}.${process.pid}`;
  try {
    writeForAll(draft, text);
    renameSync(draft, path);
  } catch (error) {
    throw new Failure('config', `Cannot write the metrics into ${folder}: ${errnoOf(error)}`, {
      hint: "Name node_exporter's --collector.textfile.directory, and let this user write there",
      cause: error,
    });
  }
}

function writeForAll(path: string, text: string): void {
  const fd = openToWrite(path, constants.O_WRONLY | constants.O_TRUNC);
  try {
    writeFileSync(fd, text);
    fchmodSync(fd, 0o644);
  } finally {
    closeSync(fd);
  }
}
