import { exitCodes } from '../core/outcome.ts';
import { systemClock } from '../lib/clock.ts';
import { errnoOf } from '../lib/errno.ts';
import { stderrKind } from '../lib/stderr-kind.ts';
import { Failure } from '../ports/failure.ts';
import { thisHost } from '../sources/host.ts';
import type { Output } from './io.ts';
import { main } from './main.ts';

/** The entry of the bundle: the real process around {@link main}. */

// keepalived starts its hooks with a umask that makes folders which nobody can enter.
process.umask(0o077);

const controller = new AbortController();
const exitCodeOfSignal = { SIGINT: exitCodes.sigint, SIGTERM: exitCodes.sigterm } as const;
let interruptedWith: number | undefined;

for (const name of ['SIGINT', 'SIGTERM'] as const) {
  // Stays in place: libraries that clean up on a signal end the process when nobody else listens.
  process.on(name, () => {
    // Who types it twice does not want to wait for the report. SIGTERM may come twice of one stop: from
    // keepalived, and from systemd, which tells all that keepalived has started.
    if (interruptedWith !== undefined) {
      if (name === 'SIGINT') process.exit(interruptedWith);
      return;
    }
    interruptedWith = exitCodeOfSignal[name];
    controller.abort(new Failure('interrupted', `Interrupted by ${name}`));
  });
}

const args = process.argv.slice(2);
const opened: NodeJS.WriteStream[] = [];
const stdout = output('stdout');
const stderr = output('stderr');
let toldLoss = false;
/** What was written to stderr. */
const told: string[] = [];

/** Opens the stream at its first use: setting one up costs time that a takeover has not. */
function output(name: 'stdout' | 'stderr'): Output {
  let stream: NodeJS.WriteStream | undefined;
  const open = (): NodeJS.WriteStream => {
    if (stream !== undefined) return stream;
    stream = process[name].on('error', name === 'stdout' ? noteLoss : ignore);
    opened.push(stream);
    return stream;
  };
  return {
    get isTTY() {
      return open().isTTY;
    },
    write(text) {
      if (name === 'stderr') told.push(text);
      open().write(text);
    },
  };
}

/** Messages are for people; that nobody gets them changes nothing. */
function ignore(): void {}

/** A reader that went away, as in `floatip status | head`, is no loss; a full disk is. */
function noteLoss(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE' || toldLoss) return;
  toldLoss = true;
  stderr.write(`floatip: The result could not be written on stdout: ${errnoOf(error)}\n`);
}

/** What these did to an address is done, whether it could be printed or not. */
const acting: ReadonlySet<string> = new Set(['assign', 'release', 'notify', 'reconcile']);

/** Leaves once all is printed. Does not wait for what has been given up, a DNS look-up for example. */
async function leaveWith(code: number): Promise<void> {
  await flush();
  // What got lost on one stream is told on the other.
  if (toldLoss) await flush();
  await keepUnread();
  const exitCode = interruptedWith ?? code;
  const isLost = toldLoss && exitCode === exitCodes.ok && !acting.has(args[0] ?? '');
  process.exit(isLost ? exitCodes.config : exitCode);
}

async function flush(): Promise<void> {
  await Promise.all(opened.map((stream) => new Promise((resolve) => stream.write('', resolve))));
}

/** keepalived gives its hooks nobody to say anything to. Loaded only where there is something. */
async function keepUnread(): Promise<void> {
  const { env } = process;
  if (
    told.length === 0 ||
    args[0] !== 'notify' ||
    stderrKind(stderr.isTTY, env['JOURNAL_STREAM']) !== 'nowhere'
  )
    return;
  const { logUnread } = await import('./log-unread.ts');
  await logUnread(told, { env, stderr, clock: systemClock });
}

void main(args, {
  env: process.env,
  stdout,
  stderr,
  clock: systemClock,
  random: Math.random,
  host: thisHost(),
  signal: controller.signal,
  onHangup: (callback) => void process.on('SIGHUP', callback),
}).then(leaveWith);
