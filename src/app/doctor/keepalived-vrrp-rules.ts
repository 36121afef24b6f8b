import { normaliseIp, sameIp } from '../../core/ip.ts';
import type { VrrpInstance } from '../../triggers/keepalived-config/vrrp-instance.ts';
import { placeOf } from './keepalived-here.ts';
import { followedBy, instancesInUse, instancesOf, isThisHost, titleOf } from './keepalived-rule.ts';
import type { Rule, RuleScope, Trouble } from './keepalived-rule.ts';

/** Whether the hosts can hear each other and agree. */
export const vrrpRules: readonly Rule[] = [
  { id: 'keepalived.strict', trouble: strictness, whenWell: 'It is off' },
  { id: 'keepalived.unicast', trouble: multicast, whenWell: 'All talk by unicast' },
  { id: 'keepalived.peers', trouble: ownPeers, whenWell: 'All peers are other hosts' },
  { id: 'keepalived.source', trouble: strangeSources, whenWell: 'It is on this host' },
  { id: 'keepalived.router-id', trouble: sameIds, whenWell: 'No two are the same' },
  { id: 'keepalived.interface', trouble: strangeInterfaces, whenWell: 'All are there' },
  { id: 'keepalived.advert', trouble: oddIntervals, whenWell: 'All are known to their version' },
  { id: 'keepalived.preempt', trouble: ignoredNopreempt, whenWell: 'None is ignored' },
  { id: 'keepalived.priority', trouble: oddPriorities, whenWell: 'All are known to VRRP' },
  {
    id: 'keepalived.vip',
    trouble: strangeVips,
    whenWell: 'Every vip is put on by what is followed',
  },
];

function strictness({ conf }: RuleScope): readonly Trouble[] {
  const inInstances = conf.instances.flatMap(({ strictMode }) => strictMode ?? []);
  return [conf.globals.vrrpStrict ?? [], inInstances].flat().map(({ at }) => ({
    status: 'fail',
    detail: `vrrp_strict is on, in ${placeOf(conf, at)}: it allows no unicast, and keeps others from reaching a virtual IP`,
    fix: `Take that line out, in ${placeOf(conf, at)}`,
  }));
}

function multicast(scope: RuleScope): readonly Trouble[] {
  return instancesInUse(scope)
    .filter(({ unicastPeers }) => unicastPeers.length === 0)
    .map((instance) => ({
      status: 'fail',
      detail: `${titleOf(instance)} talks by multicast, which clouds drop: hosts that do not hear each other are all MASTER`,
      fix: `Put into it, in ${placeOf(scope.conf, instance.at)}: unicast_src_ip IP_OF_THIS_HOST and unicast_peer { IP_OF_THE_OTHER }`,
    }));
}

function ownPeers(scope: RuleScope): readonly Trouble[] {
  const { conf } = scope;
  return conf.instances.flatMap((instance) =>
    instance.unicastPeers
      .filter(({ value }) => isThisHost(value, instance, scope))
      .map(({ value, at }) => ({
        status: 'fail',
        detail: `unicast_peer ${value} of ${titleOf(instance)} is this host itself`,
        fix: `Name the other host there, in ${placeOf(conf, at)}`,
      })),
  );
}

function strangeSources({ conf, io: { host } }: RuleScope): readonly Trouble[] {
  return conf.instances.flatMap((instance) => {
    const source = instance.unicastSource;
    if (source === undefined || host.hasIp(normaliseIp(source.value) ?? source.value)) return [];
    return [
      {
        status: 'fail',
        detail: `unicast_src_ip ${source.value} of ${titleOf(instance)} is not on this host`,
        fix: `Write an IP of this host there, in ${placeOf(conf, source.at)}: ip -brief address`,
      },
    ];
  });
}

function sameIds({ conf }: RuleScope): readonly Trouble[] {
  return conf.instances.flatMap((instance, index) => {
    const id = instance.virtualRouterId;
    if (id === undefined) {
      return [
        {
          status: 'fail',
          detail: `${titleOf(instance)} has no virtual_router_id`,
          fix: `Give it one from 1 to 255, the same on both hosts, in ${placeOf(conf, instance.at)}`,
        },
      ];
    }
    const other = conf.instances.slice(0, index).find((one) => isSameRouter(one, instance));
    if (other === undefined) return [];
    return [
      {
        status: 'fail',
        detail: `${titleOf(instance)} has virtual_router_id ${id.value}, and so has ${titleOf(other)}`,
        fix: `Give one of them another, on both hosts, in ${placeOf(conf, id.at)}`,
      },
    ];
  });
}

function isSameRouter(one: VrrpInstance, other: VrrpInstance): boolean {
  return (
    one.virtualRouterId?.value === other.virtualRouterId?.value &&
    one.interface?.value === other.interface?.value
  );
}

function strangeInterfaces({ conf, facts }: RuleScope): readonly Trouble[] {
  const known = facts.names('/sys/class/net');
  if (known === undefined) return [];
  return conf.instances.flatMap((instance) => {
    const device = instance.interface;
    if (device === undefined || known.includes(device.value)) return [];
    return [
      {
        status: 'fail',
        detail: `${titleOf(instance)} is on ${device.value}, and this host has no such interface: it has ${known.join(', ')}`,
        fix: `Name one of those in ${placeOf(conf, device.at)}`,
      },
    ];
  });
}

/** RFC 3768 counts in seconds; keepalived 2.2.7 makes 1 s of a shorter one, and says so in its log only. */
function oddIntervals({ conf }: RuleScope): readonly Trouble[] {
  return conf.instances.flatMap((instance) => {
    const { advertInt, version = conf.globals.vrrpVersion } = instance;
    if (advertInt === undefined || Number.isInteger(advertInt.value)) return [];
    if (version?.value === 3) return [];
    return [
      {
        status: 'fail',
        detail: `advert_int ${advertInt.value} of ${titleOf(instance)} is one that VRRP version 2 does not know`,
        fix: `Put vrrp_version 3 into global_defs on both hosts, or write whole seconds in ${placeOf(conf, advertInt.at)}`,
      },
    ];
  });
}

function ignoredNopreempt({ conf }: RuleScope): readonly Trouble[] {
  return conf.instances.flatMap((instance) => {
    const { nopreempt, state } = instance;
    if (nopreempt === undefined || state?.value !== 'MASTER') return [];
    return [
      {
        status: 'warn',
        detail: `${titleOf(instance)} has nopreempt beside state MASTER, where keepalived ignores it`,
        fix: `Write state BACKUP, in ${placeOf(conf, state.at)}`,
      },
    ];
  });
}

function oddPriorities({ conf }: RuleScope): readonly Trouble[] {
  return conf.instances.flatMap((instance) => {
    const { priority } = instance;
    if (priority === undefined || (priority.value >= 1 && priority.value <= 255)) return [];
    return [
      {
        status: 'fail',
        detail: `priority ${priority.value} of ${titleOf(instance)} is none: keepalived takes 100`,
        fix: `Write one from 1 to 254, in ${placeOf(conf, priority.at)}`,
      },
    ];
  });
}

function strangeVips({ addresses, conf }: RuleScope): readonly Trouble[] {
  return addresses.flatMap((address): readonly Trouble[] => {
    const { vip, name } = address;
    const speaker = followedBy(address, conf);
    if (vip === undefined || speaker === undefined) return [];
    const instances = instancesOf(speaker, conf);
    const ips = instances.flatMap((one) => one.virtualAddresses.map(({ value }) => ipIn(value)));
    if (ips.some((ip) => sameIp(ip, vip))) return [];
    return [
      {
        status: 'fail',
        address: name,
        detail: `vip ${vip} is not one that ${titleOf(speaker)} puts on this host: it has ${ips.join(', ') || 'none'}`,
        fix: `Write ${vip} into its virtual_ipaddress, in ${placeOf(conf, speaker.at)}, or correct vip in the config`,
      },
    ];
  });
}

/** `10.0.4.99/24` */
export function ipIn([first = '']: readonly string[]): string {
  return first.replace(/\/\d+$/, '');
}
