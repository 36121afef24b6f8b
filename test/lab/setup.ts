import type { HostName } from './layout.ts';

/** Which hosts there are, what keepalived does on them, and which addresses follow that. */
export interface Setup {
  readonly hosts: readonly HostName[];
  readonly instances: readonly InstancePlan[];
  readonly addresses: readonly AddressPlan[];
}

/** A VRRP instance of two hosts. */
export interface InstancePlan {
  readonly name: string;
  readonly routerId: number;
  /** What keepalived puts on the interface of the master: the truth that all else is measured by. */
  readonly vip: string;
  /** Its home comes first. */
  readonly hosts: readonly [HostName, HostName];
}

/** A public address that the client asks for, and the cloud moves. */
export interface AddressPlan {
  readonly name: string;
  readonly kind: 'digitalocean-reserved-ip' | 'tencent-eip' | 'tencent-havip';
  readonly ip: string;
  /** The instance that it follows. */
  readonly follow: string;
  /** Of a Tencent address. */
  readonly id?: string;
  /** Of an EIP that goes to the second private address of a host, not to the host as a whole. */
  readonly isSecond?: boolean;
}

export function instanceOf({ follow }: AddressPlan, { instances }: Setup): InstancePlan {
  const found = instances.find(({ name }) => name === follow);
  if (found === undefined) throw new Error(`There is no instance ${follow}`);
  return found;
}
