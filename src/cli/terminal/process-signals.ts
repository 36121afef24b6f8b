import type { Io } from '../../app/io.ts';
import { exitCodes } from '../../core/outcome.ts';
import { isHangupIgnored } from '../../lib/processes/hangup-ignored.ts';
import { Failure } from '../../ports/failure.ts';

/** What the signals that this process gets mean to it. */
export interface ProcessSignals extends Pick<Io, 'signal' | 'onHangup'> {
  /** The exit code of the signal that ends this process, if one does. */
  exitCode(): number | undefined;
}

const exitCodeOf = {
  SIGINT: exitCodes.sigint,
  SIGTERM: exitCodes.sigterm,
  // Who loses the terminal in the middle of a move leaves it as whoever is told to end does.
  SIGHUP: exitCodes.sigterm,
} as const;

/** Listens from now on, and stays: libraries that clean up end the process when nobody else listens. */
export function listenToSignals(command: string | undefined): ProcessSignals {
  const controller = new AbortController();
  let interruptedWith: number | undefined;
  const interrupt = (name: keyof typeof exitCodeOf): void => {
    // Who types it twice does not want to wait for the report. SIGTERM may come twice of one stop: from
    // keepalived, and from systemd, which tells all that keepalived has started.
    if (interruptedWith !== undefined) {
      if (name === 'SIGINT') process.exit(interruptedWith);
      return;
    }
    interruptedWith = exitCodeOf[name];
    controller.abort(new Failure('interrupted', `Interrupted by ${name}`));
  };
  let onHangup = (): void => {
    if (!isHangupIgnored(process.env['_'], process.ppid)) interrupt('SIGHUP');
  };
  let wasHungUp = false;
  if (command === 'watch') onHangup = () => (wasHungUp = true);
  process.on('SIGHUP', () => onHangup());
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interrupt(name));
  return {
    signal: controller.signal,
    exitCode: () => interruptedWith,
    onHangup(callback) {
      onHangup = callback;
      if (wasHungUp) callback();
    },
  };
}
