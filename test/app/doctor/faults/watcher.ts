import { execFileSync } from 'node:child_process';

import type { Patient } from '../../../support/doctor.ts';
import { conf } from './fault.ts';
import type { Fault } from './fault.ts';

/** A host on which a watcher reads keepalived's FIFO, and no hook is run. */
function withFifo(host: Patient, watcher: readonly string[] | undefined): void {
  const fifo = host.path('run/fifo');
  execFileSync('mkfifo', [fifo]);
  host.change(conf, '  router_id', `  vrrp_notify_fifo ${fifo} root root\n  router_id`);
  host.change(conf, /  notify ".*"\n/, '');
  host.change(conf, /  notify_master_rx_lower_pri ".*"\n/, '');
  const { commandOf } = host.facts;
  host.facts = {
    ...host.facts,
    processIds: () => [77, 88],
    commandOf: (pid) => (pid === 88 ? (watcher ?? []) : commandOf(pid)),
  };
}

function watch(...args: readonly string[]): readonly string[] {
  return ['/usr/bin/node', '/usr/bin/floatip', 'watch', ...args];
}

export const watcherFaults: readonly Fault[] = [
  {
    what: 'a FIFO that nobody reads',
    id: 'watcher.runs',
    status: 'fail',
    says: 'No floatip watch runs here',
    fix: 'systemctl enable --now floatip',
    plant: (host) => withFifo(host, undefined),
    mend(host) {
      const { commandOf } = host.facts;
      const found = watch('--fifo', host.path('run/fifo'));
      host.facts = { ...host.facts, commandOf: (pid) => (pid === 88 ? found : commandOf(pid)) };
    },
  },
  {
    what: 'a watcher that reads another FIFO',
    id: 'watcher.fifo',
    status: 'fail',
    says: 'reads /run/other.fifo, and keepalived writes to',
    fix: 'Name the same in both',
    plant: (host) => withFifo(host, watch('--fifo', '/run/other.fifo')),
  },
  {
    what: 'two that read the FIFO',
    id: 'watcher.fifo',
    status: 'fail',
    says: 'cat (process 9) and floatip (process 88) read',
    fix: 'Stop all but floatip watch',
    plant(host) {
      withFifo(host, watch('--fifo', host.path('run/fifo')));
      const readers = ['cat (process 9)', 'floatip (process 88)'];
      const fifoUse = () => ({ writers: ['keepalived'], readers, isPartial: false });
      host.host = { ...host.host, fifoUse };
    },
    mend(host) {
      const readers = ['floatip (process 88)'];
      const fifoUse = () => ({ writers: ['keepalived'], readers, isPartial: false });
      host.host = { ...host.host, fifoUse };
    },
  },
  {
    what: 'a FIFO that no keepalived writes to',
    id: 'watcher.fifo',
    status: 'fail',
    says: 'Nobody writes to',
    fix: 'systemctl restart keepalived',
    plant(host) {
      withFifo(host, watch('--fifo', host.path('run/fifo')));
      const readers = ['floatip (process 88)'];
      host.host = { ...host.host, fifoUse: () => ({ writers: [], readers, isPartial: false }) };
    },
  },
  {
    what: 'a watcher with a FIFO that keepalived does not know',
    id: 'watcher.fifo',
    status: 'warn',
    says: 'keepalived.conf names no FIFO',
    fix: 'vrrp_notify_fifo /run/f root root',
    plant(host) {
      const { commandOf } = host.facts;
      const found = watch('--fifo=/run/f');
      host.facts = {
        ...host.facts,
        processIds: () => [77, 88],
        commandOf: (pid) => (pid === 88 ? found : commandOf(pid)),
      };
    },
  },
  {
    what: 'a watcher that is not started at boot',
    id: 'watcher.boot',
    status: 'warn',
    says: 'Its unit is disabled',
    fix: 'systemctl enable floatip',
    plant(host) {
      withFifo(host, watch('--fifo', host.path('run/fifo')));
      const unit = { code: 0, stdout: 'UnitFileState=disabled\n', stderr: '' };
      host.programs['systemctl show floatip.service'] = unit;
    },
  },
  {
    what: 'a peer that does not answer',
    id: 'peer.answers',
    status: 'fail',
    says: 'peer.test',
    fix: 'floatip watch --listen peer.test:9477',
    plant: (host) => host.args.peer.push('peer.test'),
  },
];
