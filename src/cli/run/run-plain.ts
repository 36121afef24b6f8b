import { version } from '../../lib/version.ts';
import type { Context } from '../context.ts';
import type { PlainCommand } from '../plain-command.ts';

export const versionLine = `floatip ${version} (node ${process.version})`;

/** Does what a plain command line says, as the command of its name does. */
export async function runPlain(plain: PlainCommand, context: Context): Promise<void> {
  switch (plain.command) {
    case 'version':
      context.io.stdout.write(`${versionLine}\n`);
      return;
    case 'assign': {
      const { runAssign } = await import('./run-assign.ts');
      await runAssign(plain.words, plain.options, context);
      return;
    }
    case 'notify': {
      const { runNotify } = await import('./run-notify.ts');
      await runNotify(plain.words, plain.options, context);
    }
  }
}
