import { token } from './token.ts';

export interface TopologyOptions {
  /** How late the metadata service is. */
  readonly lagMs?: number;
  /** Who holds 203.0.113.10 at first. */
  readonly droplet?: number;
  readonly scopes?: readonly string[];
}

/** Two Droplets in nyc3 and one reserved IP. */
export function topologyWith({ lagMs = 0, droplet = 111, scopes }: TopologyOptions): string {
  const granted = scopes === undefined ? '' : `, scopes: ['${scopes.join("','")}']`;
  return `
digitalocean:
  tokens: [{ token: ${token}${granted} }]
  actionMs: 700
  metadata: { lagMs: ${lagMs} }
  droplets:
    - { id: 111, name: lb1, region: nyc3 }
    - { id: 222, name: lb2, region: nyc3 }
  reservedIps: [{ ip: 203.0.113.10, region: nyc3, droplet: ${droplet} }]
`;
}
