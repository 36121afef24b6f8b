import { hasWatcher } from './event-path.ts';
import type { EventPath } from './event-path.ts';
import { hostNames, hostPlans, instance, reservedIp, vrrpIp } from './layout.ts';
import type { HostPlan } from './layout.ts';

export interface KeepalivedFiles {
  /** `hooks/keepalived-notify`, where it is installed. */
  readonly hook: string;
  readonly check: string;
  /** Where keepalived is to make its FIFO. */
  readonly fifo: string;
  readonly by: EventPath;
}

/** What an operator would write. */
export function keepalivedConfig({ name, ip, priority }: HostPlan, files: KeepalivedFiles): string {
  const peers = hostNames.filter((other) => other !== name).map((other) => hostPlans[other].ip);
  return `global_defs {
    router_id ${name}
    vrrp_version 3
    script_user root
    enable_script_security
${fifoLine(files)}
}
vrrp_script web {
    script "${files.check}"
    interval 1
    fall 1
    rise 1
}
vrrp_instance ${instance} {
    state BACKUP
    interface eth0
    virtual_router_id 51
    priority ${priority}
    advert_int 0.1
    higher_prio_send_advert
    unicast_src_ip ${ip}
    unicast_peer {
        ${peers.join('\n        ')}
    }
    virtual_ipaddress {
        ${vrrpIp}/32
    }
    track_script {
        web
    }
${hookLines(files)}
}
`;
}

function fifoLine({ fifo, by }: KeepalivedFiles): string {
  return hasWatcher(by) ? `    vrrp_notify_fifo ${fifo} root` : '';
}

/** One line for each state. */
function hookLines({ hook, by }: KeepalivedFiles): string {
  if (by === 'fifo') return '';
  if (by === 'recipe') return `    notify_master "${hook} ${reservedIp}"`;
  return Object.entries(states)
    .map(([keyword, state]) => `    ${keyword} "${hook} --instance ${instance} --state ${state}"`)
    .join('\n');
}

const states = {
  notify_master: 'MASTER',
  notify_master_rx_lower_pri: 'MASTER_RX_LOWER_PRI',
  notify_backup: 'BACKUP',
  notify_fault: 'FAULT',
  notify_stop: 'STOP',
};
