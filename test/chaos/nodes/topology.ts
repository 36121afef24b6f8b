import { token } from '../../support/token.ts';

/** The hosts and addresses of the simulation. */

export const nodeIds = [111, 222, 333] as const;
/** Holds what the nodes have no business with. */
const bystander = 444;

export const instance = 'VI_1';
/** What keepalived puts on the MASTER itself. */
export const vip = '10.0.4.99';
/** A Droplet can have one address of each version. */
export const followed = ['203.0.113.10', '2001:db8::10'] as const;
/** Where the addresses are that nobody is to touch: those that follow nothing, or are not listed. */
export const untouched: ReadonlyMap<string, number | null> = new Map([
  ['203.0.113.20', bystander],
  ['203.0.113.30', null],
  ['2001:db8::30', bystander],
]);

export function cloudTopology(holder: number | null): string {
  const droplets = [...nodeIds, bystander].map(
    (id) => `{ id: ${id}, name: lb${id}, region: nyc3 }`,
  );
  const places = new Map<string, number | null>([
    ...followed.map((ip) => [ip, holder] as const),
    ...untouched,
  ]);
  const reserved = [...places].map(
    ([ip, droplet]) => `{ ip: '${ip}', region: nyc3, droplet: ${droplet} }`,
  );
  return `
digitalocean:
  tokens: [{ token: ${token} }]
  actionMs: 300
  droplets: [${droplets.join(', ')}]
  reservedIps: [${reserved.join(', ')}]
`;
}

export interface ConfigOptions {
  /** Whether the second address has a `vip`. */
  readonly hasVip: boolean;
  readonly deadlineMs: number;
}

export function configFile({ hasVip, deadlineMs }: ConfigOptions): string {
  const [v4, v6] = followed;
  return `
addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: ${v4}, follow: ${instance} }
  - { name: six, kind: digitalocean-reserved-ipv6, ip: '${v6}', follow: ${instance}${hasVip ? `, vip: ${vip}` : ''} }
  - { name: spare, kind: digitalocean-reserved-ip, ip: 203.0.113.20 }
timing: { deadline: ${deadlineMs}ms }
`;
}
