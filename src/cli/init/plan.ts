import type { DetectionSettings } from '../../core/detection.ts';
import type { Topology, Way } from './choices.ts';
import type { ServiceCheck } from './service-check.ts';

/** A pair of hosts as it is to be: what all files of both are made of. */
export interface Plan {
  readonly topology: Topology;
  readonly by: Way;
  readonly detection: DetectionSettings;
  readonly check: ServiceCheck | undefined;
  /** The interface on which the hosts talk to each other. */
  readonly device: string;
  /** The one that is to have the address at first comes first. */
  readonly hosts: readonly [HostPlan, HostPlan];
  readonly instances: readonly InstancePlan[];
  readonly secrets: readonly SecretPlan[];
}

export interface HostPlan {
  /** What its folder is called, and keepalived's router_id. */
  readonly name: string;
  /** As the other one reaches it. */
  readonly ip: string;
  /** The addresses of the config, as entries and as they are read back. */
  readonly entries: readonly AddressEntry[];
}

/** An address as it stands in a config file. */
export type AddressEntry = Readonly<Record<string, unknown>> & {
  readonly name: string;
  readonly kind: string;
  readonly follow: string;
};

export interface InstancePlan {
  readonly name: string;
  readonly routerId: number;
  /** Which of the hosts is MASTER where both are well. */
  readonly home: 0 | 1;
  readonly followers: readonly AddressEntry[];
  /** What keepalived puts on an interface of the MASTER. */
  readonly vips: readonly Vip[];
  /** What the kinds of its addresses ask for. */
  readonly lines: readonly string[];
}

export interface Vip {
  readonly ip: string;
  readonly device: string;
}

export interface SecretPlan {
  readonly cloud: string;
  /** The keys that lead to it in the cloud's section of the config. */
  readonly keys: readonly string[];
  readonly path: string;
  readonly what: string;
}
