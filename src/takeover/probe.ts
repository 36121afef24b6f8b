import type { Address } from '../core/address.ts';
import { plainText } from '../core/plain-text.ts';
import { probeTarget, probeWarning, usualProbeMs } from '../core/probe.ts';
import type { Probed } from '../core/probe.ts';
import { shorten } from '../core/shorten.ts';
import { askPageThrough, askTcp } from '../lib/http/ask-through.ts';
import { sleep } from '../lib/time/sleep.ts';
import type { Clock } from '../ports/clock.ts';
import { asFailure } from '../ports/failure.ts';
import type { Host } from '../ports/host.ts';
import type { Journal } from '../ports/journal.ts';
import type { Log } from '../ports/log.ts';

export interface ProbeOptions {
  readonly clock: Clock;
  readonly host: Pick<Host, 'hasIp'>;
  readonly log: Log;
  readonly journal: Journal;
  readonly signal: AbortSignal;
  /** Whether the address is still to be here: nobody is to be warned of one that has gone on. */
  readonly isStill: () => boolean;
}

const attemptMs = 2000;
const pauseMs = 250;
const mostOfName = 100;

/**
 * Asks through the public IP whether somebody answers, until that is so or the time is up, and writes down what
 * came of it. Nothing waits for it and nothing depends on it. Returns nothing where the address has no probe, or is no
 * longer to be here. Never throws but for a bug.
 */
export async function probeAddress(
  address: Address,
  ip: string | null,
  options: ProbeOptions,
): Promise<Probed | undefined> {
  const { probe, name } = address;
  const target = probe?.ip ?? ip ?? address.ip;
  if (probe === undefined || target === undefined) return undefined;
  const { host, log, journal } = options;
  const found = await askUntilAnswered(address, target, options);
  if (found === undefined || !options.isStill()) return undefined;
  const probed = host.hasIp(target) ? { ...found, isLocal: true as const } : found;
  const warning = probeWarning(probed);
  if (warning === undefined) log.info({ address: name, ...probed }, 'answered');
  else log.warn({ address: name, ...probed }, 'nobody answers');
  journal.append({ type: 'probe', address: name, ...probed });
  return probed;
}

async function askUntilAnswered(
  { probe }: Address,
  ip: string,
  { clock, signal, isStill }: ProbeOptions,
): Promise<Probed | undefined> {
  if (probe === undefined) return undefined;
  const from = clock.now();
  const asked = probeTarget(probe, ip);
  const longestMs = probe.timeout ?? usualProbeMs;
  const spent = (): number => Math.round(clock.now() - from);
  for (let why: string | undefined; isStill();) {
    const leftMs = longestMs - spent();
    // Nobody could answer in so short a time, and the reason would hide the one before.
    if (why !== undefined && leftMs < pauseMs)
      return { asked, isAnswered: false, ms: spent(), why };
    const timeoutMs = Math.max(pauseMs, Math.min(attemptMs, leftMs));
    const asking = { clock, signal, timeoutMs };
    try {
      const by = 'tcp' in probe ? await askTcp(asked, asking) : await askPageThrough(asked, asking);
      const who = by === undefined ? {} : { by: shorten(plainText(by), mostOfName) };
      return { asked, isAnswered: true, ms: spent(), ...who };
    } catch (error) {
      why = asFailure(error).message;
      if (signal.aborted) return undefined;
    }
    await sleep(clock, Math.min(pauseMs, Math.max(0, longestMs - spent())), signal).catch(
      () => undefined,
    );
  }
  return undefined;
}
