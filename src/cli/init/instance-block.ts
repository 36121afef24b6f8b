import { missedAfter } from '../../core/detection.ts';
import { ipVersion } from '../../core/ip.ts';
import { lowerPriorityLine, notifyLine } from '../keepalived/hook-lines.ts';
import { quotedName } from '../keepalived/keepalived-quoting.ts';
import { block, blockOf } from './block.ts';
import type { InstancePlan, Plan, Vip } from './plan.ts';

/** A VRRP instance as one of the hosts has it, below a blank line. */
export function instanceBlock(instance: InstancePlan, plan: Plan, host: 0 | 1): readonly string[] {
  const { name, routerId, lines } = instance;
  const { hosts, device, by } = plan;
  const peer = hosts[host === 0 ? 1 : 0];
  const within = [
    ...standing(instance, plan, host),
    `interface ${device}`,
    `virtual_router_id ${routerId}`,
    ...advertLines(plan, priorityOf(instance, plan, host)),
    '# The clouds pass no multicast on, and hosts that do not hear each other are all MASTER.',
    `unicast_src_ip ${hosts[host].ip}`,
    ...block('unicast_peer', [peer.ip]),
    ...vipBlocks(instance, hosts[host].ip),
    ...trackBlocks(instance, plan),
    ...lines,
    '# Whoever gives way says so once more: after a flap, the other one makes sure of its address.',
    'higher_prio_send_advert',
    ...(by === 'fifo' ? [] : [notifyLine, lowerPriorityLine({ type: 'instance', name })]),
  ];
  return ['', ...block(`vrrp_instance ${quotedName(name)}`, within)];
}

function standing(instance: InstancePlan, plan: Plan, host: 0 | 1): readonly string[] {
  const priority = `priority ${priorityOf(instance, plan, host)}`;
  if (plan.topology !== 'nopreempt') {
    return [
      '# BACKUP at first on both: a host that comes up listens before it takes anything.',
      'state BACKUP',
      priority,
    ];
  }
  return [
    '# Whoever has it keeps it while it is well; that needs BACKUP on both.',
    'state BACKUP',
    'nopreempt',
    priority,
  ];
}

function priorityOf({ home }: InstancePlan, { topology }: Plan, host: 0 | 1): number {
  const [first, second] = topology === 'nopreempt' ? [100, 50] : [200, 100];
  return home === host ? first : second;
}

function advertLines({ detection }: Plan, priority: number): readonly string[] {
  const { advertInterval, about } = detection;
  const ms = Math.round(missedAfter(advertInterval, priority) * 1000);
  return [
    `# The same on both. This host takes over when it has heard nothing for ${ms} ms:`,
    `# ${about}.`,
    `advert_int ${advertInterval}`,
  ];
}

/** Adverts carry the IPs of one family only. */
function vipBlocks({ vips }: InstancePlan, ownIp: string): readonly string[] {
  const isCarried = ({ ip }: Vip): boolean => ipVersion(ip) === ipVersion(ownIp);
  const carried = vips.filter(isCarried).map(lineOf);
  const others = vips.filter((vip) => !isCarried(vip)).map(lineOf);
  const isFiller = vips.some(({ device }) => device === 'lo');
  return [
    ...(isFiller ? ['# keepalived wants one; this one means nothing to anybody.'] : []),
    ...block('virtual_ipaddress', carried),
    ...blockOf('virtual_ipaddress_excluded', others),
  ];
}

function lineOf({ ip, device }: Vip): string {
  return `${ip} dev ${device}`;
}

function trackBlocks({ vips }: InstancePlan, { check, device }: Plan): readonly string[] {
  // keepalived tracks the interface of an instance by itself, and refuses to be told to.
  const others = new Set(vips.map((vip) => vip.device));
  others.delete(device);
  others.delete('lo');
  return [
    ...blockOf('track_interface', [...others]),
    ...(check === undefined ? [] : block('track_script', ['service'])),
    ...(check?.unit === undefined ? [] : block('track_file', ['service_ended'])),
  ];
}
