const bucket = /^etcd_disk_wal_fsync_duration_seconds_bucket\{le="([^"]+)"\} (\d+)/gm;
const enough = 20;

/**
 * How long, at most, the disk of a member took for 99 of 100 writes since it was started, by what its metrics
 * say. Milliseconds; `Infinity` beyond what they tell apart, nothing where they tell of too few.
 */
export function fsyncMsIn(metrics: string): number | undefined {
  const counts = [...metrics.matchAll(bucket)].map(([, le, count]) => ({
    ms: le === '+Inf' ? Infinity : Number(le) * 1000,
    count: Number(count),
  }));
  const all = counts.at(-1)?.count ?? 0;
  if (all < enough) return undefined;
  return counts.find(({ count }) => count >= 0.99 * all)?.ms;
}
