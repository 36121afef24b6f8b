import type { Report } from '../app/command.ts';
import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import type { Warning } from '../core/warning.ts';
import { createMetrics } from '../telemetry/metrics.ts';

export interface PassReport {
  readonly report: Report;
  readonly addresses: readonly Address[];
  readonly cluster: string | undefined;
  /** Whether this node should hold an address, whatever could be read of it. */
  readonly isOurs: (address: Address) => boolean;
  readonly warnings: readonly Warning[];
  /** Milliseconds since 1970. */
  readonly wall: () => number;
}

/** What of the metrics means something after a single pass: nothing is counted from one to the next. */
export const gauges = [
  'owner',
  'desired_owner',
  'last_reconcile_success_timestamp_seconds',
  'warning',
  'build_info',
] as const;

/** The metrics of one pass, in Prometheus' text format. */
export async function metricsOf(pass: PassReport): Promise<string> {
  const { report, addresses, cluster, isOurs, wall, warnings } = pass;
  const metrics = createMetrics(wall);
  metrics.warned(warnings);
  const results = new Map(report.results.map((result) => [result.name, result]));
  const failed = new Set<string>();
  for (const address of addresses) {
    const result = results.get(address.name);
    const isHere = result === undefined ? undefined : isHereAfter(result, report);
    metrics.seen(address, isHere, isOurs(address));
    if (isHere === undefined) failed.add(address.cloud);
  }
  for (const cloud of new Set(addresses.map((address) => address.cloud))) {
    if (!failed.has(cloud)) metrics.passed(cloud);
  }
  return await metrics.text({ cluster, only: gauges });
}

/** `undefined` where it is not known. */
function isHereAfter({ outcome, from, error }: Result, { self }: Report): boolean | undefined {
  if (outcome === 'moved' || outcome === 'already-held') return true;
  if (error !== undefined || self === null) return undefined;
  return outcome === 'not-ours' ? from === self.node : undefined;
}
