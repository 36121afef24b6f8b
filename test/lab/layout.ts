/** Who is where in the lab. The fabric is the switch, the router and the cloud in one. */

export type HostName = 'lb1' | 'lb2';
export type Room = 'fabric' | 'client' | HostName;

export interface HostPlan {
  readonly name: HostName;
  /** Its id in the cloud. */
  readonly droplet: number;
  readonly ip: string;
  /** Its VRRP priority. */
  readonly priority: number;
}

export const hostPlans: Readonly<Record<HostName, HostPlan>> = {
  lb1: { name: 'lb1', droplet: 111, ip: '10.0.4.20', priority: 200 },
  lb2: { name: 'lb2', droplet: 222, ip: '10.0.4.21', priority: 100 },
};

export const hostNames = ['lb1', 'lb2'] as const;
export const rooms: readonly Room[] = ['fabric', 'client', ...hostNames];

/** What the client asks for, and the cloud moves. */
export const reservedIp = '203.0.113.10';
/** What keepalived puts on the interface of the master: the truth that all else is measured by. */
export const vrrpIp = '10.0.4.99';
export const instance = 'VI_1';

export const gateway = '10.0.4.1';
export const clientGateway = '10.0.5.1';
export const clientIp = '10.0.5.9';
/** Where a Droplet asks who it is. */
export const metadataIp = '169.254.169.254';
export const apiPort = 8080;

/** The namespace of a room. It carries the id of the lab, so that two labs keep out of each other's way. */
export function namespaceOf(labId: string, room: Room): string {
  return `${labId}-${room}`;
}
