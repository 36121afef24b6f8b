/** Who is where in every lab. The fabric is the switch, the router and the cloud in one. */

export const hostNames = ['lb1', 'lb2', 'lb3', 'lb4'] as const;
export type HostName = (typeof hostNames)[number];
export type Room = 'fabric' | 'client' | HostName;

export const gateway = '10.0.4.1';
export const clientGateway = '10.0.5.1';
export const clientIp = '10.0.5.9';
/** Where hosts of a cloud ask who they are. */
export const metadataIps = {
  digitalocean: '169.254.169.254',
  tencent: '169.254.0.23',
  hetzner: '169.254.169.254',
  aws: '169.254.169.254',
} as const;
export const apiPort = 8080;
export const frontPort = 8443;
/** Where hosts tell people what happens, where the scenario has them do that. */
export const alertPort = 8090;

export interface HostPlan {
  readonly name: HostName;
  /** Of four hosts, the first is 1. */
  readonly number: number;
  readonly ip: string;
  /** Another private address of its interface, in the cloud's books. */
  readonly secondIp: string;
  readonly mac: string;
}

export function hostPlan(name: HostName): HostPlan {
  const number = hostNames.indexOf(name) + 1;
  return {
    name,
    number,
    ip: `10.0.4.${20 + number}`,
    secondIp: `10.0.4.${30 + number}`,
    mac: `52:54:00:00:04:${20 + number}`,
  };
}

/** The namespace of a room. It carries the id of the lab, so that two labs keep out of each other's way. */
export function namespaceOf(labId: string, room: Room): string {
  return `${labId}-${room}`;
}

/** What `ip netns exec` puts over `/etc` in a room. */
export function etcOf(labId: string, room: Room): string {
  return `/etc/netns/${namespaceOf(labId, room)}`;
}
