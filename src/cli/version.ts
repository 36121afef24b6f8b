import type { Command } from 'commander';

import { version } from '../lib/version.ts';
import type { Context } from './context.ts';

export const versionLine = `floatip ${version} (node ${process.version})`;

export function addVersion(program: Command, { io }: Context): void {
  program
    .command('version')
    .summary('print the version')
    .description('Print the version of floatip, and of the Node.js that runs it.')
    .action(() => io.stdout.write(`${versionLine}\n`));
}
