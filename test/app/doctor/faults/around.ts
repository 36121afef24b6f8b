import { said } from '../../../support/doctor.ts';
import type { Patient } from '../../../support/doctor.ts';
import { missing } from './fault.ts';
import type { Fault } from './fault.ts';

const config = 'etc/config.yaml';
const web = 'ip: 203.0.113.10,';

function withKey(text: string): (host: Patient) => void {
  return (host) => host.change(config, web, `${web} ${text},`);
}

const status = '/proc/77/status';
const all = 'Name:\tkeepalived\nCapBnd:\t000001ffffffffff\n';
/** Without CAP_NET_ADMIN. */
const few = 'Name:\tkeepalived\nCapBnd:\t0000000000082000\n';

/** A host with an IP to put on an interface, and all that this takes. */
function withGuest(host: Patient): void {
  withKey('guest: { interface: eth0 }')(host);
  host.virtual[status] = all;
  host.programs['ip -V'] = said('ip utility, iproute2-6.1.0\n');
}

export const aroundFaults: readonly Fault[] = [
  {
    what: 'an interface of guest that is not there',
    id: 'guest.interface',
    status: 'fail',
    says: 'Its IP is to be on eth9, and this host has no such interface: it has eth0, lo',
    fix: 'guest: { interface: eth0 }',
    plant(host) {
      withGuest(host);
      host.change(config, 'interface: eth0', 'interface: eth9');
    },
    mend: (host) => host.change(config, 'eth9', 'eth0'),
  },
  {
    what: 'a keepalived whose hooks may not change interfaces',
    id: 'guest.right',
    status: 'fail',
    says: /^keepalived .process 77. may not change interfaces: it lacks CAP_NET_ADMIN/m,
    fix: 'CapabilityBoundingSet=CAP_NET_ADMIN',
    plant(host) {
      withGuest(host);
      host.virtual[status] = few;
    },
    mend: (host) => void (host.virtual[status] = all),
  },
  {
    what: 'a watcher that may not change interfaces',
    id: 'guest.right',
    status: 'fail',
    says: /The watcher .process 88. may not change interfaces/,
    fix: 'systemctl edit floatip',
    plant(host) {
      withGuest(host);
      const { commandOf } = host.facts;
      host.facts = {
        ...host.facts,
        processIds: () => [77, 88],
        commandOf: (pid) => (pid === 88 ? ['node', '/usr/bin/floatip', 'watch'] : commandOf(pid)),
      };
      host.virtual['/proc/88/status'] = few;
    },
    mend: (host) => void (host.virtual['/proc/88/status'] = all),
  },
  {
    what: 'hooks that do not run as root, where an IP is to be put on an interface',
    id: 'guest.right',
    status: 'warn',
    says: 'nobody, as whom keepalived runs hooks, may not change interfaces',
    fix: 'script_user root',
    plant(host) {
      withGuest(host);
      host.change('etc/keepalived.conf', 'script_user root', 'script_user nobody');
    },
    mend: (host) => host.change('etc/keepalived.conf', 'script_user nobody', 'script_user root'),
  },
  {
    what: 'no ip to put an IP on an interface with',
    id: 'guest.right',
    status: 'fail',
    says: 'ip is not installed',
    fix: 'iproute2',
    plant(host) {
      withGuest(host);
      host.programs['ip -V'] = missing;
    },
    mend: (host) => void (host.programs['ip -V'] = said('')),
  },
  {
    what: 'a program to be run after a move that is not there',
    id: 'after.program',
    status: 'fail',
    says: 'There is no /nonexistent/moved',
    fix: 'Put it there',
    plant: withKey('after: [/nonexistent/moved, x]'),
    mend: (host) => host.change(config, 'after: [/nonexistent/moved, x]', 'after: [/bin/true]'),
  },
  {
    what: 'a program to be run after a move that cannot be executed',
    id: 'after.program',
    status: 'fail',
    says: 'may not execute /',
    fix: 'chmod a+x',
    plant(host) {
      host.write('etc/moved', '#!/bin/sh\n', 0o644);
      withKey(`after: ['${host.path('etc/moved')}']`)(host);
    },
    mend: (host) => host.chmod('etc/moved', 0o755),
  },
];
