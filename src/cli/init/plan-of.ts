import { detectionSettings } from '../../core/detection.ts';
import { ipVersion, normaliseIp } from '../../core/ip.ts';
import { Failure } from '../../ports/failure.ts';
import type { Clouds } from '../../providers/clouds.ts';
import { parseAddress } from './address-option.ts';
import type { GivenAddress } from './address-option.ts';
import { draftEntries, entriesOf } from './entries.ts';
import type { Draft } from './entries.ts';
import { kindFacts } from './kind-facts.ts';
import type { KindFacts } from './kind-facts.ts';
import { instanceNamesOf, pairOf } from './pair-of.ts';
import type { Pair } from './pair-of.ts';
import type { HostPlan, InstancePlan, Plan, SecretPlan } from './plan.ts';
import { serviceCheckOf } from './service-check.ts';
import type { SetUpOptions } from './set-up-options.ts';
import { vipsOf } from './vips.ts';

type Facts = ReadonlyMap<string, KindFacts>;

/** What the operator said, thought through to the end. Throws `usage`. */
export async function planOf(options: SetUpOptions, clouds: Clouds): Promise<Plan> {
  const { topology = 'single', by = 'both', detect = 'balanced' } = options;
  const facts = await kindFacts(clouds);
  const pair = pairOf(options);
  const names = instanceNamesOf(options);
  const vips = givenVips(options, names.length);
  const given = givenAddresses(options, facts);
  const drafts = draftEntries(given, { names, vips, device: pair.device, facts });
  const hosts = await hostsOf(pair, drafts, clouds);
  const check =
    options.check === undefined ? undefined : serviceCheckOf(options.check, options.unit);
  return {
    topology,
    by,
    check,
    detection: detectionSettings[detect],
    device: pair.device,
    hosts,
    instances: instancesOf({ options, names, vips, pair, hosts, facts }),
    secrets: secretsOf(drafts, facts),
  };
}

/** Throws `usage`. */
export function givenAddresses(
  { address = [] }: SetUpOptions,
  facts: Facts,
): readonly GivenAddress[] {
  if (address.length === 0) {
    throw new Failure('usage', 'A pair of hosts needs --address as well', {
      hint: `Write --address KIND:IP, with one of ${[...facts.keys()].join(', ')}`,
    });
  }
  const kinds = new Set(facts.keys());
  return address.map((text) => parseAddress(text, kinds));
}

function givenVips({ vip = [] }: SetUpOptions, count: number): readonly (string | undefined)[] {
  if (vip.length > count) {
    throw new Failure('usage', `There are more --vip than instances: ${vip.join(', ')}`, {
      hint: 'Give one for each instance: two with --topology two-masters, else one',
    });
  }
  return vip.map((text) => {
    const ip = normaliseIp(text);
    if (ip !== undefined) return ip;
    throw new Failure('usage', `--vip must be an IP: ${text}`, {
      hint: 'Give an IP of the private network that no host has, such as 10.10.0.99',
    });
  });
}

async function hostsOf(
  { hosts: [self, peer] }: Pair,
  drafts: readonly Draft[],
  clouds: Clouds,
): Promise<Plan['hosts']> {
  const plan = async (host: Pair['hosts'][0], own: 'self' | 'peer'): Promise<HostPlan> => ({
    ...host,
    entries: await entriesOf(drafts, own, clouds),
  });
  return [await plan(self, 'self'), await plan(peer, 'peer')];
}

interface Parts {
  readonly options: SetUpOptions;
  readonly names: readonly string[];
  readonly vips: readonly (string | undefined)[];
  readonly pair: Pair;
  readonly hosts: Plan['hosts'];
  readonly facts: Facts;
}

function instancesOf({ options, names, vips, pair, facts, ...parts }: Parts): InstancePlan[] {
  const first = options.vrid ?? 51;
  const [{ ip: ownIp, entries }] = parts.hosts;
  if (first + names.length - 1 > 255) {
    throw new Failure('usage', `There is no virtual_router_id behind ${first}`, {
      hint: 'Give --vrid a number below 255: the second instance takes the next one',
    });
  }
  return names.map((name, index) => {
    const followers = entries.filter(({ follow }) => follow === name);
    const lines = followers.flatMap(({ kind }) => facts.get(kind)?.announced ?? []);
    const routerId = first + index;
    return {
      name,
      routerId,
      home: index === 0 ? 0 : 1,
      followers,
      lines: [...new Set(lines)],
      vips: vipsOf({
        followers: followers.filter(({ kind }) => facts.get(kind)?.announced !== undefined),
        given: vips[index],
        device: pair.device,
        routerId,
        family: ipVersion(ownIp),
      }),
    };
  });
}

export function secretsOf(drafts: readonly Draft[], facts: Facts): readonly SecretPlan[] {
  const known = drafts.flatMap(({ kind }) => facts.get(kind) ?? []);
  const clouds = new Map(known.map(({ cloud, secrets }) => [cloud, secrets]));
  return [...clouds].flatMap(([cloud, secrets]) =>
    secrets.map(({ keys, file, what }) => ({ cloud, keys, what, path: `/etc/floatip/${file}` })),
  );
}
