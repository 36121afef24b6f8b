import * as v from 'valibot';

import type { Account as AwsAccount } from './aws/account.ts';
import { aws } from './aws/cloud.ts';
import type { AwsSection } from './aws/topology.ts';
import { digitalocean } from './digitalocean/cloud.ts';
import type { State } from './digitalocean/state.ts';
import type { DigitaloceanSection } from './digitalocean/topology.ts';
import type { EmulatedCloud, Running, StartOptions } from './emulated-cloud.ts';
import { hetzner } from './hetzner/cloud.ts';
import type { State as HetznerState } from './hetzner/state.ts';
import type { HetznerSection } from './hetzner/topology.ts';
import { openstack } from './openstack/cloud.ts';
import type { State as OpenstackState } from './openstack/state.ts';
import type { OpenstackSection } from './openstack/topology.ts';
import type { Account } from './tencent/account.ts';
import { tencent } from './tencent/cloud.ts';
import type { TencentSection } from './tencent/topology.ts';

/** The one place of the emulator that knows every cloud, and by which type each of them goes. */

/** The parts of a topology. */
export interface Sections {
  readonly digitalocean: DigitaloceanSection;
  readonly tencent: TencentSection;
  readonly hetzner: HetznerSection;
  readonly aws: AwsSection;
  readonly openstack: OpenstackSection;
}

/** The books of each cloud. */
export interface States {
  readonly digitalocean: State;
  readonly tencent: Account;
  readonly hetzner: HetznerState;
  readonly aws: AwsAccount;
  readonly openstack: OpenstackState;
}

export type CloudName = keyof Sections;

/** A cloud, for whoever does not care which one it is. */
export type AnyCloud = EmulatedCloud<unknown, unknown>;

/** All of them. A request that names no action is for the first one. */
export const cloudEntries: readonly (readonly [CloudName, AnyCloud])[] = [
  ['digitalocean', digitalocean],
  ['tencent', tencent],
  ['hetzner', hetzner],
  ['aws', aws],
  ['openstack', openstack],
];

/** The parts as a topology file has them. */
export const sectionSchemas = {
  digitalocean: v.optional(digitalocean.section),
  tencent: v.optional(tencent.section),
  hetzner: v.optional(hetzner.section),
  aws: v.optional(aws.section),
  openstack: v.optional(openstack.section),
};

/** A cloud that a topology leaves out is empty. */
export function withEmpty(given: {
  readonly [Name in CloudName]?: Sections[Name] | undefined;
}): Sections {
  return {
    digitalocean: given.digitalocean ?? digitalocean.empty,
    tencent: given.tencent ?? tencent.empty,
    hetzner: given.hetzner ?? hetzner.empty,
    aws: given.aws ?? aws.empty,
    openstack: given.openstack ?? openstack.empty,
  };
}

type RunningClouds = { readonly [Name in CloudName]: Running<States[Name]> };

/** Every cloud, started. */
export function startAll(sections: Sections, options: StartOptions): RunningClouds {
  return {
    digitalocean: digitalocean.start(sections.digitalocean, options),
    tencent: tencent.start(sections.tencent, options),
    hetzner: hetzner.start(sections.hetzner, options),
    aws: aws.start(sections.aws, options),
    openstack: openstack.start(sections.openstack, options),
  };
}

export function statesOf(clouds: RunningClouds): States {
  return {
    digitalocean: clouds.digitalocean.state,
    tencent: clouds.tencent.state,
    hetzner: clouds.hetzner.state,
    aws: clouds.aws.state,
    openstack: clouds.openstack.state,
  };
}

export function isServiceOf({ services: { api, metadata } }: AnyCloud, service: string): boolean {
  return service === api || service === metadata;
}
