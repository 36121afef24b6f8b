import { wantsColor } from '../../app/io.ts';
import type { Io, Screen } from '../../app/io.ts';
import { Failure } from '../../ports/failure.ts';
import { followFailovers } from '../../watch/page/recent-failovers.ts';
import { showLive } from '../live/live-screen.ts';
import { OwnLooks } from '../live/own-looks.ts';
import { takeView } from '../live/views.ts';
import { withSession } from '../open.ts';
import { orderOf } from '../work-order.ts';
import type { Work } from '../work.ts';
import type { StatusOptions } from './run-status.ts';

/** Shows who holds what on the terminal, until somebody ends it. Throws `usage` where there is none. */
export async function runStatusWatch({
  wanted,
  options,
  context: { io: outer },
}: Work<StatusOptions>): Promise<void> {
  const screen = screenOf(outer);
  // A line that tells what is being waited for would stand in the picture, and so would what is logged.
  const { progress: _, ...io } = outer;
  const { logLevel = outer.stderr.isTTY ? 'silent' : 'warn' } = options;
  await withSession({ ...options, logLevel, mayGoOn: true }, io, async (session) => {
    const { addresses } = await orderOf(wanted, options, session);
    const failovers = followFailovers(session.journal.path);
    const timeoutMs = options.timeout;
    const ownLooks = new OwnLooks({ session, timeoutMs, failovers: failovers.list });
    try {
      await showLive({
        screen,
        clock: session.clock,
        color: options.color && wantsColor(io.stdout, io.env),
        first: 'Asking who holds the addresses',
        take: () => takeView({ session, addresses, ownLooks }),
        signal: session.signal,
      });
    } finally {
      failovers.close();
    }
  });
}

function screenOf({ terminal, stdout, env }: Io): Screen {
  const screen = terminal?.screen;
  if (stdout.isTTY && screen !== undefined && env['TERM'] !== 'dumb') return screen;
  const why = stdout.isTTY ? 'this terminal cannot (TERM=dumb)' : 'stdout is no terminal';
  throw new Failure('usage', `--watch draws on the whole terminal, and ${why}`, {
    hint: 'Leave --watch out; for programs: floatip status --json, again and again, or /status of floatip watch --listen',
  });
}
