import type { Detection } from '../../src/core/detection.ts';
import { detectionSettings } from '../../src/core/detection.ts';
import { hasWatcher } from './event-path.ts';
import type { EventPath } from './event-path.ts';
import { hostPlan } from './layout.ts';
import type { HostName } from './layout.ts';
import type { Scenario } from './scenario.ts';
import type { InstancePlan } from './setup.ts';

export interface KeepalivedFiles {
  /** `hooks/keepalived-notify`, where it is installed. */
  readonly hook: string;
  readonly check: string;
  /** Holds 1 where the web server has ended. */
  readonly ended: string;
  /** Where keepalived is to make its FIFO. */
  readonly fifo: string;
  readonly by: EventPath;
  readonly detect?: Detection | undefined;
  readonly scenario: Scenario;
}

/** What an operator would write. */
export function keepalivedConfig(host: HostName, files: KeepalivedFiles): string {
  const own = files.scenario.instances.filter(({ hosts }) => hosts.includes(host));
  return `global_defs {
    router_id ${host}
    vrrp_version 3
    script_user root
    enable_script_security
${fifoLine(files)}${hurry(files)}
}
vrrp_script web {
    script "${files.check}"
    interval 1
    timeout 3
    fall 1
    rise 1
}
vrrp_track_file web_ended {
    file ${files.ended}
    weight 0
}
${own.map((instance) => instanceBlock(instance, host, files)).join('')}`;
}

function instanceBlock(instance: InstancePlan, host: HostName, files: KeepalivedFiles): string {
  const { name, routerId, vip, hosts } = instance;
  const peers = hosts.filter((other) => other !== host).map((other) => hostPlan(other).ip);
  return `vrrp_instance ${name} {
    state BACKUP
    interface eth0
    virtual_router_id ${routerId}
    advert_int ${advertInterval(files)}
${standing(instance, host, files.scenario)}
    unicast_src_ip ${hostPlan(host).ip}
    unicast_peer {
        ${peers.join('\n        ')}
    }
    virtual_ipaddress {
        ${vip}/32
    }
    track_script {
        web
    }
    track_file {
        web_ended
    }
${hookLines(name, files)}
}
`;
}

/**
 * As DigitalOcean's tutorial has it, or Tencent Cloud's where nobody takes back: there it takes
 * different priorities for `nopreempt` to matter.
 */
function standing(
  { hosts: [first] }: InstancePlan,
  host: HostName,
  { preempts }: Scenario,
): string {
  const lines = preempts
    ? [`priority ${host === first ? 200 : 100}`]
    : [
        `priority ${host === first ? 100 : 50}`,
        'nopreempt',
        'garp_master_delay 1',
        'garp_master_refresh 5',
      ];
  return [...lines, 'higher_prio_send_advert'].map((line) => `    ${line}`).join('\n');
}

/** Seconds. */
function advertInterval({ detect }: KeepalivedFiles): number {
  return detect === undefined ? 0.1 : detectionSettings[detect].advertInterval;
}

function hurry({ detect }: KeepalivedFiles): string {
  const isHurried = detect !== undefined && detectionSettings[detect].isHurried;
  return isHurried ? '\n    vrrp_priority -20\n    vrrp_no_swap' : '';
}

function fifoLine({ fifo, by }: KeepalivedFiles): string {
  return hasWatcher(by) ? `    vrrp_notify_fifo ${fifo} root` : '';
}

function hookLines(instance: string, { hook, by, scenario }: KeepalivedFiles): string {
  if (by === 'fifo') return '';
  if (by === 'recipe') return `    notify_master "${hook} ${scenario.addresses[0]?.ip}"`;
  const lines = Object.entries(states).map(
    ([keyword, state]) => `${keyword} "${hook} --instance ${instance} --state ${state}"`,
  );
  const isTold = scenario.hookLines === 'notify';
  // Of a lower priority that it hears, keepalived adds nothing.
  const own = lines.filter((line) => !isTold || line.startsWith('notify_master_rx_lower_pri'));
  return [...(isTold ? [`notify "${hook}"`] : []), ...own].map((line) => `    ${line}`).join('\n');
}

const states = {
  notify_master: 'MASTER',
  notify_master_rx_lower_pri: 'MASTER_RX_LOWER_PRI',
  notify_backup: 'BACKUP',
  notify_fault: 'FAULT',
  notify_stop: 'STOP',
};
