import { Counter, Gauge, Histogram, Registry } from 'prom-client';

import { plainText } from '../core/plain-text.ts';
import { version } from '../lib/version.ts';
import type { Metrics } from '../ports/metrics.ts';
import { labelsOf, perAddress } from './address-labels.ts';
import type { AddressLabels } from './address-labels.ts';
import { careMetricsIn } from './care-metrics.ts';
import { fleetMetricsIn } from './fleet-metrics.ts';
import { hostMetricsIn } from './host-metrics.ts';
import { triggerMetricsIn } from './trigger-metrics.ts';

export interface TextOptions {
  /** A label of all of them. */
  readonly cluster: string | undefined;
  /** Those of these names; without it, all. */
  readonly only?: readonly string[];
}

export interface ReadableMetrics extends Metrics {
  /** In Prometheus' text format. */
  text(options: TextOptions): Promise<string>;
}

/** Prometheus' metrics. `wall` is milliseconds since 1970. */
export function createMetrics(wall: () => number): ReadableMetrics {
  const registry = new Registry();
  const all = metricsIn(registry);
  const told = new Map<string, AddressLabels>();
  all.build.set({ version, node: process.version }, 1);
  return {
    text: (options) => textOf(registry, options),
    seen(address, isHere, shouldBeHere) {
      const labels = labelsOf(address);
      told.set(keyOf(labels), labels);
      all.desired.set(labels, Number(shouldBeHere));
      // What is not known is not 0: the series is not there.
      if (isHere === undefined) all.owner.remove(labels);
      else all.owner.set(labels, Number(isHere));
    },
    watching: (addresses) => forgetOthers(all, [...told.values()], addresses.map(labelsOf)),
    ended(address, { outcome, durationMs }) {
      all.assigned.inc({ ...labelsOf(address), result: outcome });
      if (outcome === 'moved') all.duration.observe(labelsOf(address), durationMs / 1000);
    },
    lost: (address) => all.flaps.inc(labelsOf(address)),
    triggered: triggerMetricsIn(registry),
    hosts: fleetMetricsIn(registry),
    ...hostMetricsIn(registry),
    ...careMetricsIn(registry),
    warned(warnings) {
      all.warning.reset();
      for (const { kind, about } of warnings.slice(0, mostWarnings)) {
        all.warning.set({ kind, about: plainText(about, 100) }, 1);
      }
    },
    passed: (provider) => all.passed.set({ provider }, wall() / 1000),
    answered: (provider, code) => all.requests.inc({ provider, code }),
    undelivered: (channel, alerts) => all.undelivered.inc({ channel }, alerts),
    remaining: (provider, requests) => all.remaining.set({ provider }, requests),
  };
}

async function textOf(registry: Registry, { cluster, only }: TextOptions): Promise<string> {
  registry.setDefaultLabels(cluster === undefined ? {} : { cluster: plainText(cluster) });
  if (only === undefined) return await registry.metrics();
  const names = only.map((name) => `floatip_${name}`);
  const texts = await Promise.all(names.map((name) => registry.getSingleMetricAsString(name)));
  return `${texts.join('\n')}\n`;
}

/** Whoever makes up names must not make up series without end. */
const mostWarnings = 100;

/** A gauge keeps its last value for ever, unless it is removed. */
function forgetOthers(
  { owner, desired, passed, remaining }: Instruments,
  told: readonly AddressLabels[],
  wanted: readonly AddressLabels[],
): void {
  const keys = new Set(wanted.map(keyOf));
  const providers = new Set(wanted.map(({ provider }) => provider));
  for (const labels of told) {
    const { provider } = labels;
    if (!keys.has(keyOf(labels))) for (const gauge of [owner, desired]) gauge.remove(labels);
    if (providers.has(provider)) continue;
    for (const gauge of [passed, remaining]) gauge.remove({ provider });
  }
}

function keyOf({ vip, provider }: AddressLabels): string {
  return `${provider} ${vip}`;
}

const perCloud = ['provider'] as const;
const perChannel = ['channel'] as const;

/** From a warm connection to a cloud that takes its time. Seconds. */
const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

interface Instruments {
  readonly owner: Gauge<'vip' | 'provider'>;
  readonly desired: Gauge<'vip' | 'provider'>;
  readonly assigned: Counter<'vip' | 'provider' | 'result'>;
  readonly duration: Histogram<'vip' | 'provider'>;
  readonly flaps: Counter<'vip' | 'provider'>;
  readonly requests: Counter<'provider' | 'code'>;
  readonly undelivered: Counter<'channel'>;
  readonly remaining: Gauge<'provider'>;
  readonly passed: Gauge<'provider'>;
  readonly warning: Gauge<'kind' | 'about'>;
  readonly build: Gauge<'version' | 'node'>;
}

/** Names after https://prometheus.io/docs/practices/naming. */
function metricsIn(registry: Registry): Instruments {
  const registers = [registry];
  const gauge = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
  ): Gauge<L> => new Gauge({ name: `floatip_${name}`, help, registers, labelNames });
  const counter = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
  ): Counter<L> => new Counter({ name: `floatip_${name}`, help, registers, labelNames });
  return {
    owner: gauge('owner', 'Whether this node holds the address', perAddress),
    desired: gauge('desired_owner', 'Whether this node should hold the address', perAddress),
    assigned: counter('assign_total', 'Takeovers that have ended, by how', [
      ...perAddress,
      'result',
    ]),
    duration: durationIn(registers),
    flaps: counter('flaps_total', 'How often another node took it from this MASTER', perAddress),
    requests: counter('provider_requests_total', 'Requests to the API', ['provider', 'code']),
    undelivered: counter(
      'alerts_undelivered_total',
      'Alerts that a channel did not take',
      perChannel,
    ),
    remaining: gauge('ratelimit_remaining', 'Requests that the cloud still allows', perCloud),
    passed: gauge(
      'last_reconcile_success_timestamp_seconds',
      'When all addresses were last read',
      perCloud,
    ),
    warning: gauge('warning', 'What will do harm one day, as status says it', ['kind', 'about']),
    build: gauge('build_info', 'What runs here', ['version', 'node']),
  };
}

function durationIn(registers: Registry[]): Instruments['duration'] {
  return new Histogram({
    name: 'floatip_assign_duration_seconds',
    help: 'How long a takeover took that moved the address',
    registers,
    labelNames: perAddress,
    buckets,
  });
}
