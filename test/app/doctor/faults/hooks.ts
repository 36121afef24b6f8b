import { said } from '../../../support/doctor.ts';
import { line, missing, mode, program, programs } from './fault.ts';
import type { Fault } from './fault.ts';

export const hookFaults: readonly Fault[] = [
  {
    what: 'a hook that is not there',
    id: 'hook.there',
    status: 'fail',
    says: 'There is no',
    fix: 'cp "$(npm root -g)/floatip/hooks/keepalived-notify"',
    ...line('etc/keepalived-notify"', 'etc/gone/keepalived-notify"'),
  },
  {
    what: 'a hook that cannot be executed',
    id: 'hook.mode',
    status: 'fail',
    says: 'root may not execute',
    fix: 'chmod a+x',
    ...mode('etc/keepalived-notify', 0o644, 0o755),
  },
  {
    what: 'a hook of another version',
    id: 'hook.current',
    status: 'note',
    says: 'is not what comes with floatip',
    fix: 'Copy hooks/keepalived-notify',
    plant: (host) => host.write('etc/keepalived-notify', '#!/bin/sh\n# older\nexit 0\n', 0o755),
    mend: (host) => host.write('etc/keepalived-notify', host.read('etc/hook'), 0o755),
  },
  {
    what: 'a hook that cannot run',
    id: 'hook.starts',
    status: 'fail',
    says: 'ended with 127: floatip: a hook could not run',
    fix: 'env -i PATH=/usr/bin:/bin',
    plant(host) {
      host.programs[host.path('etc/keepalived-notify')] = {
        ...said('', 127),
        stderr: 'floatip: a hook could not run: there is no floatip in /usr/bin\n',
      };
    },
    mend(host) {
      host.programs[host.path('etc/keepalived-notify')] = said('');
    },
  },
  {
    what: 'no Node where hooks look for it',
    id: 'node.path',
    status: 'fail',
    says: 'Hooks find no Node in /usr/sbin:/usr/bin',
    fix: 'Link floatip and node into /usr/local/bin',
    ...programs({ 'env floatip --version': missing, 'env node --version': missing }),
  },
  {
    what: 'an old Node where hooks look for it',
    id: 'node.path',
    status: 'fail',
    says: 'Node v18.19.0, which is too old',
    fix: 'Install Node 20.19 or newer',
    ...programs({
      'env floatip --version': { ...said('', 3), stderr: 'floatip needs Node 20.19 or newer\n' },
      'env node --version': said('v18.19.0\n'),
    }),
  },
  {
    what: 'no floatip where hooks look for it',
    id: 'floatip.path',
    status: 'fail',
    says: 'Hooks find no floatip',
    fix: 'Link floatip and node into /usr/local/bin',
    ...program('env floatip --version', missing),
  },
  {
    what: 'another floatip where hooks look for it',
    id: 'floatip.path',
    status: 'warn',
    says: 'floatip 0.0.1',
    fix: 'Remove the one that is not meant',
    ...program('env floatip --version', said('floatip 0.0.1 (node v22.0.0)\n')),
  },
  {
    what: 'folders that hooks may not write in',
    id: 'folders.writable',
    status: 'fail',
    says: 'may not write in',
    fix: 'hooks/floatip.tmpfiles',
    plant(host) {
      host.args.as = 'keepalived_script';
    },
    mend(host) {
      host.chown('run', 993, 993);
      host.chown('lib', 993, 993);
    },
  },
  {
    what: 'folders that nobody shares',
    id: 'folders.shared',
    status: 'fail',
    says: '/tmp/floatip-0 and /var/lib, which others do not share',
    fix: 'hooks/floatip.tmpfiles',
    plant(host) {
      host.env['FLOATIP_RUNTIME_DIR'] = '/tmp/floatip-0';
      host.env['FLOATIP_STATE_DIR'] = '/var/lib';
    },
    mend(host) {
      host.env['FLOATIP_RUNTIME_DIR'] = host.path('run');
      host.env['FLOATIP_STATE_DIR'] = host.path('lib');
    },
  },
  {
    what: 'a full disk',
    id: 'disk.space',
    status: 'fail',
    says: '0 MB are left',
    fix: 'df -h',
    plant(host) {
      host.facts = { ...host.facts, freeBytes: () => 4096 };
    },
    mend(host) {
      host.facts = { ...host.facts, freeBytes: () => 10 ** 9 };
    },
  },
];

export const programFaults: readonly Fault[] = [
  {
    what: 'no keepalived',
    id: 'keepalived.installed',
    status: 'fail',
    says: 'It is not installed',
    fix: 'apt-get install keepalived',
    ...program('/usr/sbin/keepalived --version', missing),
  },
  {
    what: 'a keepalived that knows no notify_master_rx_lower_pri',
    id: 'keepalived.version',
    status: 'fail',
    says: 'keepalived 2.0.5 does not know notify_master_rx_lower_pri',
    fix: 'Install keepalived 2.0.6 or newer',
    ...program('/usr/sbin/keepalived --version', said('Keepalived v2.0.5 (05/30,2018)\n')),
  },
  {
    what: 'a config that keepalived complains of',
    id: 'keepalived.accepts',
    status: 'fail',
    says: "Unknown keyword 'nopremt'",
    fix: 'keepalived -t -f',
    ...program('/usr/sbin/keepalived -t', {
      ...said('', 4),
      stderr: "(keepalived.conf: Line 18) Unknown keyword 'nopremt'\n",
    }),
  },
  {
    what: 'a keepalived that does not run',
    id: 'keepalived.running',
    status: 'warn',
    says: 'No keepalived runs',
    fix: 'systemctl enable --now keepalived',
    plant(host) {
      host.programs['keepalived'] = said('Keepalived v2.2.7\n');
      host.host = { ...host.host, runningKeepalived: () => undefined };
    },
    mend(host) {
      host.host = { ...host.host, runningKeepalived: () => ({ pid: 77, forMs: 1 }) };
    },
  },
  {
    what: 'a keepalived that is not started at boot',
    id: 'keepalived.boot',
    status: 'warn',
    says: 'Its unit is disabled',
    fix: 'systemctl enable keepalived',
    ...program(
      'systemctl show keepalived.service',
      said('LoadState=loaded\nUnitFileState=disabled\n'),
    ),
  },
  {
    what: 'a sandbox that kills Node',
    id: 'keepalived.sandbox',
    status: 'fail',
    says: 'MemoryDenyWriteExecute=yes',
    fix: 'MemoryDenyWriteExecute=no',
    ...program(
      'systemctl show keepalived.service',
      said('LoadState=loaded\nUnitFileState=enabled\nMemoryDenyWriteExecute=yes\n'),
    ),
  },
  {
    what: 'a sandbox in which nothing can be written',
    id: 'keepalived.sandbox',
    status: 'fail',
    says: 'ProtectSystem=strict',
    fix: 'ReadWritePaths=/run/floatip /var/lib/floatip',
    ...program(
      'systemctl show keepalived.service',
      said(
        'LoadState=loaded\nUnitFileState=enabled\nProtectSystem=strict\nReadWritePaths=/run/keepalived\n',
      ),
    ),
  },
  {
    what: 'a sandbox without a network',
    id: 'keepalived.sandbox',
    status: 'fail',
    says: 'PrivateNetwork=yes',
    fix: 'PrivateNetwork=no',
    ...program(
      'systemctl show keepalived.service',
      said('LoadState=loaded\nUnitFileState=enabled\nPrivateNetwork=yes\n'),
    ),
  },
];
