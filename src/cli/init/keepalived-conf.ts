import { fifoPath } from '../keepalived/keepalived-lines.ts';
import { quotedWord } from '../keepalived/keepalived-quoting.ts';
import { block } from './block.ts';
import { endedFile, installed } from './installed.ts';
import { instanceBlock } from './instance-block.ts';
import type { Plan } from './plan.ts';

/** keepalived.conf of one of the hosts. */
export function keepalivedConf(plan: Plan, host: 0 | 1): string {
  const { hosts, instances } = plan;
  const peer = hosts[host === 0 ? 1 : 0];
  return [
    `# Written by floatip init for ${hosts[host].name}. Its mirror image is for ${peer.name}.`,
    '',
    ...globalDefs(plan, hosts[host].name),
    ...checkBlocks(plan),
    ...instances.flatMap((instance) => instanceBlock(instance, plan, host)),
    '',
  ].join('\n');
}

function globalDefs({ by, detection }: Plan, name: string): readonly string[] {
  return block('global_defs', [
    `router_id ${name}`,
    '# VRRPv3 counts in hundredths of a second, and has no authentication: instead, hosts listen to their',
    '# peer alone. Have the firewall take protocol 112 from nobody else.',
    'vrrp_version 3',
    'vrrp_check_unicast_src',
    '# Root may read the secrets of the cloud; what others could have changed is not run.',
    'enable_script_security',
    'script_user root',
    ...(detection.isHurried ? hurry : []),
    ...(by === 'hooks' ? [] : ['# For floatip watch.', `vrrp_notify_fifo ${fifoPath} root root`]),
  ]);
}

/**
 * Not vrrp_rt_priority: keepalived 2.2.7 limits how long it then computes, by 10 ms where nothing else is said,
 * and lowers that limit with every reload, until the kernel kills it.
 */
const hurry = [
  '# What is late by three adverts counts as dead, so it waits for other programs as little as it can.',
  'vrrp_priority -20',
  'vrrp_no_swap',
];

function checkBlocks({ check }: Plan): readonly string[] {
  if (check === undefined) return [];
  const { target, unit } = check;
  const script = block('vrrp_script service', [
    `script "${installed.check} ${quotedWord(target)}"`,
    'interval 1',
    'timeout 3',
    'fall 2',
    'rise 2',
  ]);
  if (unit === undefined) return ['', ...script];
  const file = block('vrrp_track_file service_ended', [
    `# systemd writes 1 into it the moment that ${unit} ends: the script would see it a second later.`,
    `file ${endedFile(unit)}`,
    'weight 0',
  ]);
  return ['', ...script, '', ...file];
}
