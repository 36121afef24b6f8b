import { closeSync } from 'node:fs';

import { openOutermost } from '../lib/files/directory.ts';
import { errnoOf } from '../lib/files/errno.ts';
import { replaceOwn } from '../lib/files/own-file.ts';
import { Failure } from '../ports/failure.ts';

/**
 * Writes metrics into a folder from which node_exporter collects them: whole or not at all, and for
 * everybody to read, whatever the umask. Throws `config` where that cannot be done.
 */
export function writeTextfile(folder: string, text: string): void {
  try {
    const directory = openOutermost(folder);
    try {
      replaceOwn(directory, { name: 'floatip.prom', text, mode: 0o644 });
    } finally {
      closeSync(directory.fd);
    }
  } catch (error) {
    throw new Failure('config', `Cannot write the metrics into ${folder}: ${errnoOf(error)}`, {
      hint: "Name node_exporter's --collector.textfile.directory, and let this user write there",
      cause: error,
    });
  }
}
