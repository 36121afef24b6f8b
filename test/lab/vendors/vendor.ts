import type { Cloud } from '../../../src/emulator/cloud.ts';
import type { FaultRule } from '../../../src/emulator/faults.ts';
import type { Received } from '../../../src/emulator/received.ts';
import type { HostName, HostPlan } from '../layout.ts';
import type { CloudPace } from '../pace.ts';
import type { AddressPlan, Setup } from '../setup.ts';

/** A host that asks for an address to come to it. */
export interface Asked {
  readonly by: HostName;
  /** The IP or id of the address. */
  readonly address: string;
}

/** What is different about the clouds that a lab can have. */
export interface Vendor {
  readonly metadataIp: string;
  /** The name under which hosts know the metadata service, if they know it by name. */
  readonly metadataName?: string;
  /** Which requests go to its API. */
  readonly api: FaultRule['match'] & object;
  /** Makes moves take this long. */
  late(ms: number): readonly FaultRule[];
  /** The vendor's part of the embedded cloud's topology. */
  topology(setup: Setup, pace: CloudPace): string;
  /** Lets everything take effect in the cloud's books whose time has come. */
  settle(cloud: Cloud): void;
  /** Who holds an address, in the cloud's books. */
  holder(cloud: Cloud, address: AddressPlan): HostName | null;
  /** Whether a change of it is under way. */
  isMoving(cloud: Cloud, address: AddressPlan): boolean;
  /** Has an address on a host where it does not belong. */
  mislay?(cloud: Cloud, address: AddressPlan, at: HostName): void;
  /** Whether it asks the cloud to change something. */
  isWrite(received: Received): boolean;
  /** Who asks for which address, where a request says that. */
  taking(received: Received): Asked | undefined;
  /** Whether its API is reached with TLS, by way of a front that can be slow. */
  readonly isFronted?: true;
  /** The vendor's section in floatip's config. */
  section(tokenFile: string): string;
  /** How floatip's config of a host describes an address, without what it follows. */
  describe(address: AddressPlan, host: HostPlan): string;
}
