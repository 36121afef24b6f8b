import type { Io } from '../../app/io.ts';
import { whyApart } from '../../config/apart.ts';
import { plainLine } from '../../core/plain-text.ts';
import type { Notice } from '../../core/warning.ts';
import { stderrKind } from '../../lib/host/stderr-kind.ts';
import { asFailure } from '../../ports/failure.ts';

/** Why a hook has failed must not stand in a log only that nobody looks for. */
export async function tellApart(error: unknown, io: Io): Promise<void> {
  const apart = whyApart(io.env);
  if (apart === undefined) return;
  const { message, hint = '' } = asFailure(error);
  await tellSyslog(
    [
      { message, hint },
      { message: apart.reason, hint: apart.hint },
    ],
    io,
  );
}

/** A hook.log in a folder of its own, or none, is nothing that anybody would find. */
export async function tellSyslog(
  warnings: readonly Notice[],
  { env, stderr }: Pick<Io, 'env' | 'stderr'>,
): Promise<void> {
  if (warnings.length === 0 || stderrKind(stderr.isTTY, env['JOURNAL_STREAM']) !== 'nowhere')
    return;
  const { warnInSyslog } = await import('../../lib/host/syslog.ts');
  for (const { message, hint } of warnings) await warnInSyslog(plainLine(`${message}. ${hint}`));
}
