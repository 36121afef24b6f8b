import { exitCodes } from '../core/outcome.ts';
import { errnoOf } from '../lib/files/errno.ts';
import { stderrKind } from '../lib/host/stderr-kind.ts';
import { aborted } from '../lib/time/aborted.ts';
import { systemClock } from '../lib/time/clock.ts';
import { openClouds } from '../providers/clouds.ts';
import { registry } from '../providers/registry.ts';
import { actorOf } from '../triggers/actor.ts';
import { thisHost } from '../triggers/host.ts';
import { main } from './main.ts';
import { startSender } from './start-sender.ts';
import { processOutput } from './terminal/process-output.ts';
import { listenToSignals } from './terminal/process-signals.ts';
import { processTerminal } from './terminal/process-terminal.ts';

/** The entry of the bundle: the real process around {@link main}. */

const args = process.argv.slice(2);
const [command = ''] = args;
// First of all: who reloads all services does not wait for this one to be ready.
const signals = listenToSignals(command);
// keepalived starts its hooks with a umask that makes folders which nobody can enter.
process.umask(0o077);
/** What `notify` wrote to stderr. */
const told: string[] = [];
let toldLoss = false;
const stdout = processOutput({ fd: 1, clock: systemClock, onLoss: noteLoss });
const stderr = processOutput({ fd: 2, clock: systemClock, onLoss: ignore, onWrite: keep });

function keep(text: string): void {
  if (command === 'notify') told.push(text);
}

/** Messages are for people; that nobody gets them changes nothing. */
function ignore(): void {}

/** A reader that went away, as in `floatip status | head`, is no loss; a full disk is. */
function noteLoss(error: unknown): void {
  if (errnoOf(error) === 'EPIPE' || toldLoss) return;
  toldLoss = true;
  stderr.write(`floatip: The result could not be written on stdout: ${errnoOf(error)}\n`);
}

/** What these did to an address is done, whether it could be printed or not. */
const acting: ReadonlySet<string> = new Set(['assign', 'release', 'notify', 'reconcile']);

/** Leaves once all is printed. Does not wait for what has been given up, a DNS look-up for example. */
async function leaveWith(code: number): Promise<void> {
  // A pager may be left open for an hour.
  await Promise.race([stdout.drained(), aWhileAfterSignal()]);
  await Promise.race([stderr.drained(), aWhile()]);
  await keepUnread();
  const exitCode = signals.exitCode() ?? code;
  const isLost = toldLoss && exitCode === exitCodes.ok && !acting.has(command);
  process.exit(isLost ? exitCodes.config : exitCode);
}

/** As long as it takes a reader that is only slow. */
const aWhileMs = 1000;

function aWhile(): Promise<void> {
  return new Promise((resolve) => systemClock.after(aWhileMs, resolve));
}

/** For ever where there is none. */
async function aWhileAfterSignal(): Promise<void> {
  await aborted(signals.signal);
  await aWhile();
}

/** keepalived gives its hooks nobody to say anything to. Loaded only where there is something. */
async function keepUnread(): Promise<void> {
  const { env } = process;
  if (told.length === 0 || stderrKind(stderr.isTTY, env['JOURNAL_STREAM']) !== 'nowhere') return;
  const { logUnread } = await import('./log-unread.ts');
  await logUnread(told, { env, stderr, clock: systemClock });
}

void main(args, {
  clouds: openClouds(registry),
  env: process.env,
  stdout,
  stderr,
  clock: systemClock,
  random: Math.random,
  host: thisHost(process.env['FLOATIP_HOOK_PID']),
  signal: signals.signal,
  onHangup: signals.onHangup,
  actor: () => actorOf(command, process.env),
  terminal: processTerminal({ stdout, stderr }),
  startSender,
}).then(leaveWith);
