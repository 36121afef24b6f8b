import { exitCodes } from '../core/outcome.ts';
import { systemClock } from '../lib/clock.ts';
import { Failure } from '../ports/failure.ts';
import type { Output } from './io.ts';
import { main } from './main.ts';

/** The entry of the bundle: the real process around {@link main}. */

const controller = new AbortController();
const exitCodeOfSignal = { SIGINT: exitCodes.sigint, SIGTERM: exitCodes.sigterm } as const;
let interruptedWith: number | undefined;

for (const name of ['SIGINT', 'SIGTERM'] as const) {
  // Stays in place: libraries that clean up on a signal end the process when nobody else listens.
  process.on(name, () => {
    // Who asks twice does not want to wait for the report.
    if (interruptedWith !== undefined) process.exit(interruptedWith);
    interruptedWith = exitCodeOfSignal[name];
    controller.abort(new Failure('interrupted', `Interrupted by ${name}`));
  });
}

/** Opens the stream at its first use: setting one up costs time that a takeover has not. */
function output(name: 'stdout' | 'stderr'): Output {
  let stream: NodeJS.WriteStream | undefined;
  const open = (): NodeJS.WriteStream => {
    stream ??= process[name].on('error', ignore);
    return stream;
  };
  return {
    get isTTY() {
      return open().isTTY;
    },
    write(text) {
      open().write(text);
    },
  };
}

/** A reader that went away, as in `floatip status | head`, is no reason to crash. */
function ignore(): void {}

function leaveWith(code: number): void {
  process.exitCode = interruptedWith ?? code;
}

void main(process.argv.slice(2), {
  env: process.env,
  stdout: output('stdout'),
  stderr: output('stderr'),
  clock: systemClock,
  random: Math.random,
  signal: controller.signal,
}).then(leaveWith);
