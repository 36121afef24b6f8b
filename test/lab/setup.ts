import type { HostName } from './layout.ts';

/** Which hosts there are, what keepalived does on them, and which addresses follow that. */
export interface Setup {
  readonly hosts: readonly HostName[];
  readonly instances: readonly InstancePlan[];
  readonly addresses: readonly AddressPlan[];
  /** What is asked for through the addresses; without it, HTTP. */
  readonly serves?: Serves;
}

/** What nginx does: answer HTTP itself, or stand in front of a UDP service. */
export type Serves = 'http' | 'udp';

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
  readonly kind:
    | 'digitalocean-reserved-ip'
    | 'tencent-eip'
    | 'tencent-havip'
    | 'hetzner-floating-ip'
    | 'aws-eip'
    | 'aws-private-ip'
    | 'aws-route';
  readonly ip: string;
  /** The instance that it follows. */
  readonly follow: string;
  /** As the cloud has given it, where that is how the config lists it. */
  readonly id?: string;
  /** Whether floatip puts it on eth0 of the host that has it; without that, it is on lo of every host. */
  readonly isGuest?: boolean;
  /** Of an EIP that goes to the second private address of a host, not to the host as a whole. */
  readonly isSecond?: boolean;
}

export function instanceOf({ follow }: AddressPlan, { instances }: Setup): InstancePlan {
  const found = instances.find(({ name }) => name === follow);
  if (found === undefined) throw new Error(`There is no instance ${follow}`);
  return found;
}
