import type { ServedCloud } from '../../src/emulator/serve.ts';
import { hcloudToken } from './token.ts';

/** The topology of many servers and floating IPs, each a line of its own, which may be asked as often as one likes. */
export function hetznerField(servers: readonly string[], floatingIps: readonly string[]): string {
  return `
listen: 127.0.0.1:0
hetzner:
  tokens: [{ token: ${hcloudToken} }]
  limits: { perHour: 1000000000 }
  actionMs: 50
  servers:
${servers.join('\n')}
  floatingIps:
${floatingIps.join('\n')}
`;
}

/** How many floating IPs each server has, with those of none under 0. */
export function countsIn({ hetzner }: ServedCloud['cloud']): ReadonlyMap<number, number> {
  hetzner.settle();
  const counts = new Map<number, number>();
  for (const { server } of hetzner.floatingIps.values()) {
    counts.set(server ?? 0, (counts.get(server ?? 0) ?? 0) + 1);
  }
  return counts;
}
