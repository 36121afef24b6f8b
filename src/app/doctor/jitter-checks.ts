import { detections, detectionSettings } from '../../core/detection.ts';
import type { Detection } from '../../core/detection.ts';
import { placeText } from '../../core/host-place.ts';
import { fitOf, jitterOf } from '../../core/jitter.ts';
import type { Adverts, Fit, Jitter, TripRow } from '../../core/jitter.ts';
import { hostOf, udpPlaceOf } from '../../core/udp-place.ts';
import type { UdpPlace } from '../../core/udp-place.ts';
import { checked } from '../../ports/check.ts';
import type { Check, CheckStatus } from '../../ports/check.ts';
import { asFailure, isFailure } from '../../ports/failure.ts';
import type { VrrpInstance } from '../../triggers/keepalived-config/vrrp-instance.ts';
import { advertsOf } from './adverts-of.ts';
import type { Examination } from './examination.ts';
import { placeOf } from './keepalived-here.ts';
import { instancesInUse, titleOf } from './keepalived-rule.ts';
import type { Surroundings } from './surroundings.ts';

/** How evenly the network carries what the hosts send each other, where the config has that measured. */
export function jitterChecks(surroundings: Surroundings): readonly Examination[] {
  const { session, peers } = surroundings;
  const at = udpPlaceOf(session?.config.jitterAt ?? '');
  if (at === undefined) return [];
  const hosts = new Set(peers.map(hostOf));
  return [...hosts].map((host) => ({
    ids: ['peer.jitter'],
    async run(signal, find) {
      find(await measure(host, at, { surroundings, signal }));
    },
  }));
}

interface Measuring {
  readonly surroundings: Surroundings;
  readonly signal: AbortSignal;
}

/** The other host has the same port, and knows this one by the IP at which this one answers. */
async function measure(
  host: string,
  { ip, port }: UdpPlace,
  { surroundings, signal }: Measuring,
): Promise<Check> {
  const order = { to: { host, port }, from: ip, signal };
  const row = await surroundings.facts.measureTrips(order).catch(asFailure);
  if (isFailure(row)) return unmeasured(row.message, placeText(order.to));
  const jitter = jitterOf(row);
  if (jitter === undefined) {
    return unmeasured(`All ${row.trips.length} datagrams were lost`, placeText(order.to));
  }
  const { status, text, fix } = verdictOf(host, row, surroundings);
  return checked('peer.jitter', status, { detail: `${host}: ${textOf(jitter)}. ${text}`, fix });
}

function unmeasured(detail: string, there: string): Check {
  return checked('peer.jitter', 'skipped', {
    detail,
    fix: `Have it in the config of that host: doctor: { jitter: '${there}' }, and this host among its peers; let that port of UDP through`,
  });
}

function textOf({ sent, lost, medianMs, longestMs, gapMs, lateMs }: Jitter): string {
  const late = lateMs < noticedMs ? '' : `, this host itself up to ${msText(lateMs)} late`;
  return `there and back in ${msText(medianMs)}, at most ${msText(longestMs)}; longest gap ${msText(gapMs)}${late}; ${lost} of ${sent} lost`;
}

/** The clocks of processes are not finer than that. */
const noticedMs = 10;

function msText(ms: number): string {
  if (ms >= 1000) return `${Math.round(ms / 100) / 10} s`;
  return `${short(ms)} ms`;
}

function short(amount: number): string {
  return String(amount < 10 ? Math.round(amount * 10) / 10 : Math.round(amount));
}

interface Verdict {
  readonly status: CheckStatus;
  readonly text: string;
  readonly fix?: string;
}

/** Of what `init --detect` writes, and of what is configured. */
function verdictOf(host: string, row: TripRow, surroundings: Surroundings): Verdict {
  const choices = detections.map((name): Choice => {
    const { advertInterval } = detectionSettings[name];
    return { name, advertInterval, fit: fitOf({ advertInterval, priority: usualPriority }, row) };
  });
  const known = instancesHere(surroundings).map((instance) => ({
    instance,
    fit: fitOf(advertsOf(instance), row),
  }));
  const text = [
    choices.map(({ name, fit }) => `${name} ${fitText(fit)}`).join(', '),
    ...known.map(({ instance, fit }) => configuredText(instance, fit, choices)),
  ].join('. ');
  const bad = known.find(({ fit }) => fit.against !== undefined)?.instance;
  const better = betterThan(bad === undefined ? 0 : advertsOf(bad).advertInterval, choices);
  if (better === undefined) {
    const fix = `See what holds up or loses packets between the hosts (ping -i 0.2 ${host}), and whether one of them stands still (st in vmstat 1)`;
    return { status: 'warn', text, fix };
  }
  if (bad === undefined) return { status: 'ok', text };
  const { name, advertInterval } = better;
  const fix = `Write advert_int ${advertInterval} on both hosts, as init --detect ${name} does${intervalPlace(bad, surroundings)}`;
  return { status: 'warn', text, fix };
}

interface Choice extends Pick<Adverts, 'advertInterval'> {
  readonly name: Detection;
  readonly fit: Fit;
}

/** The quickest that is slower, where it fits, and what is slower still as well: losses may miss one by chance. */
function betterThan(advertInterval: number, choices: readonly Choice[]): Choice | undefined {
  const slower = choices.filter((choice) => choice.advertInterval > advertInterval);
  const lastBad = slower.findLastIndex(({ fit }) => fit.against !== undefined);
  return slower[lastBad + 1];
}

/** Of the host that listens, in what `init` writes; one of 50 waits a little longer. */
const usualPriority = 100;

function instancesHere(surroundings: Surroundings): readonly VrrpInstance[] {
  const conf = surroundings.keepalived.config;
  return conf === undefined ? [] : instancesInUse({ ...surroundings, conf });
}

function intervalPlace({ advertInt, at }: VrrpInstance, { keepalived }: Surroundings): string {
  const { config } = keepalived;
  return config === undefined ? '' : `, in ${placeOf(config, advertInt?.at ?? at)}`;
}

/** Why not is said where no choice has the same interval, of which it was said. */
function configuredText(instance: VrrpInstance, fit: Fit, choices: readonly Choice[]): string {
  const { advertInterval } = advertsOf(instance);
  const isSaid = choices.some(
    (choice) => choice.advertInterval === advertInterval && choice.fit.against === fit.against,
  );
  const text = isSaid && fit.against !== undefined ? 'does not fit' : fitText(fit);
  return `advert_int ${advertInterval} of ${titleOf(instance)} ${text}`;
}

function fitText({ against, gapMs, missedMs, missedPerDay }: Fit): string {
  switch (against) {
    case 'gap':
      return `does not fit (a gap of ${msText(gapMs)}, and ${msText(missedMs)} are a takeover)`;
    case 'losses':
      return `does not fit (so many losses are ${short(missedPerDay)} false alarms a day)`;
    default:
      return 'fits';
  }
}
