import { join } from 'node:path';

import { wantsColor } from '../app/io.ts';
import type { Io } from '../app/io.ts';
import { stateFolder } from '../config/folders.ts';
import { stderrKind } from '../lib/stderr-kind.ts';
import type { LogStyle } from '../telemetry/pino.ts';

/** How to write log lines so that somebody finds them: keepalived gives its hooks /dev/null. */
export function logStyle({ env, stderr }: Pick<Io, 'env' | 'stderr'>, color: boolean): LogStyle {
  switch (stderrKind(stderr.isTTY, env['JOURNAL_STREAM'])) {
    case 'terminal':
      return { to: 'terminal', outlet: stderr, color: color && wantsColor(stderr, env) };
    case 'journal':
      return { to: 'journal', outlet: stderr };
    case 'nowhere': {
      const folder = stateFolder(env);
      return folder === undefined
        ? { to: 'stderr', outlet: stderr }
        : { to: 'file', path: join(folder, 'hook.log') };
    }
    default:
      return { to: 'stderr', outlet: stderr };
  }
}
