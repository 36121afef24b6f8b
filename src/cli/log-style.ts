import { join } from 'node:path';

import { wantsColor } from '../app/io.ts';
import type { Io } from '../app/io.ts';
import { stateFolder } from '../config/folders.ts';
import { stderrKind } from '../lib/host/stderr-kind.ts';
import type { LogStyle } from '../telemetry/pino.ts';
import type { CommonOptions } from './options.ts';

/** How to write log lines so that somebody finds them: keepalived gives its hooks /dev/null. */
export function logStyle(
  { env, stderr }: Pick<Io, 'env' | 'stderr'>,
  { color, logFormat: format }: Pick<CommonOptions, 'color' | 'logFormat'>,
): LogStyle {
  switch (stderrKind(stderr.isTTY, env['JOURNAL_STREAM'])) {
    case 'terminal':
      return { to: 'terminal', format, outlet: stderr, color: color && wantsColor(stderr, env) };
    case 'journal':
      return { to: 'journal', format, outlet: stderr };
    case 'nowhere': {
      const folder = stateFolder(env);
      return folder === undefined
        ? { to: 'stderr', format, outlet: stderr }
        : { to: 'file', format, path: join(folder, 'hook.log') };
    }
    default:
      return { to: 'stderr', format, outlet: stderr };
  }
}
