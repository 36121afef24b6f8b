import type { Timeline } from './timeline.ts';

/** What an account consists of. */

export interface Instance {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  /** An ordinary public IP, which an Elastic IP takes the place of. */
  readonly publicIp: string | null;
  /** Over how many hops the metadata service lets a token go, and over how many this host asks for one. */
  readonly hopLimit: number;
  readonly hops: number;
}

export interface NetworkInterface {
  readonly id: string;
  readonly mac: string;
  readonly vpc: string;
  readonly subnet: string;
  /** The range of the subnet. */
  readonly cidr: string;
  /** The instance that it is attached to. */
  readonly instance: string | null;
  /** Its place in the instance; 0 is the first one. */
  readonly index: number;
  readonly primaryIp: string;
  readonly sourceDestCheck: boolean;
}

export interface Eip {
  readonly id: string;
  readonly ip: string;
  readonly association: Timeline<Association | null>;
}

export interface Association {
  /** Such as eipassoc-00000001. */
  readonly id: string;
  readonly interface: string;
  readonly ip: string;
}

/** A secondary private IP of a VPC. */
export interface PrivateIp {
  readonly ip: string;
  readonly vpc: string;
  readonly subnet: string;
  /** The network interface that has it. */
  readonly interface: Timeline<string | null>;
}

export interface RouteTable {
  readonly id: string;
  readonly vpc: string;
  readonly routes: readonly Route[];
}

export interface Route {
  /** A CIDR block. */
  readonly to: string;
  readonly target: Timeline<RouteTarget>;
}

export type RouteTarget = { readonly interface: string } | { readonly gateway: string };
