import type { Command } from 'commander';

import type { Context } from '../context.ts';
import { versionLine } from '../run/run-plain.ts';

export function addVersion(program: Command, { io }: Context): void {
  program
    .command('version')
    .summary('print the version')
    .description('Print the version of floatip, and of the Node.js that runs it.')
    .action(() => io.stdout.write(`${versionLine}\n`));
}
