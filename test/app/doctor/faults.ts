import type { CheckId } from '../../../src/ports/check-ids.ts';
import type { CheckStatus } from '../../../src/ports/check.ts';
import { listening, said } from '../../support/doctor.ts';
import type { Patient, PatientOptions } from '../../support/doctor.ts';

/** Something that is wrong with a host, what doctor has to say of it, and what mends it. */
export interface Fault {
  readonly what: string;
  readonly id: CheckId;
  readonly status: CheckStatus;
  /** What the detail names. */
  readonly says: string | RegExp;
  /** What the fix tells to do. */
  readonly fix: string | RegExp;
  readonly host?: PatientOptions;
  plant(host: Patient): void;
  /** Does what the fix says; without one, the fix is not to be done by a test. */
  mend?(host: Patient): void;
}

const conf = 'etc/keepalived.conf';

/** A line of keepalived.conf that is another one, and is put right again. */
function line(from: string, to: string): Pick<Fault, 'plant' | 'mend'> {
  let before = '';
  return {
    plant(host) {
      before = host.read(conf);
      host.change(conf, from, to);
    },
    mend: (host) => host.write(conf, before),
  };
}

function file(name: string, from: string | RegExp, to: string): Pick<Fault, 'plant' | 'mend'> {
  let before = '';
  return {
    plant(host) {
      before = host.read(name);
      host.change(name, from, to);
    },
    mend: (host) => host.write(name, before),
  };
}

function program(command: string, run: Patient['programs'][string]): Pick<Fault, 'plant' | 'mend'> {
  let before: Patient['programs'][string] | undefined;
  return {
    plant(host) {
      before = host.programs[command];
      host.programs[command] = run;
    },
    mend(host) {
      if (before !== undefined) host.programs[command] = before;
    },
  };
}

function mode(name: string, bad: number, good: number): Pick<Fault, 'plant' | 'mend'> {
  return { plant: (host) => host.chmod(name, bad), mend: (host) => host.chmod(name, good) };
}

const missing = { ...said(''), code: undefined, error: 'ENOENT' };

const configFaults: readonly Fault[] = [
  {
    what: 'a config that is no YAML',
    id: 'config.file',
    status: 'fail',
    says: 'etc/config.yaml',
    fix: '',
    ...file('etc/config.yaml', 'addresses:', 'addresses: ['),
  },
  {
    what: 'a key that is misspelt',
    id: 'config.file',
    status: 'fail',
    says: "unknown key 'folow'",
    fix: 'follow',
    ...file('etc/config.yaml', 'follow:', 'folow:'),
  },
  {
    what: 'a config that others may write',
    id: 'config.file',
    status: 'fail',
    says: 'may be written by every user',
    fix: 'chmod o-w',
    ...mode('etc/config.yaml', 0o646, 0o644),
  },
  {
    what: 'two addresses where there is room for one',
    id: 'config.sense',
    status: 'warn',
    says: 'a host can hold only one of them',
    fix: 'floatip config check',
    ...file(
      'etc/config.yaml',
      /$/,
      '  - { name: b, kind: digitalocean-reserved-ip, ip: 203.0.113.11, follow: VI_1 }\n',
    ),
  },
  {
    what: 'an address of which nothing is followed',
    id: 'config.sense',
    status: 'warn',
    says: 'no address has follow',
    fix: 'floatip config check',
    ...file('etc/config.yaml', ', follow: VI_1', ''),
  },
  {
    what: 'an interval that is too short',
    id: 'config.sense',
    status: 'warn',
    says: 'timing.interval of 0.1 s',
    fix: 'floatip config check',
    ...file('etc/config.yaml', /$/, 'timing: { interval: 100ms }\n'),
  },
  {
    what: 'a config that hooks may not read',
    id: 'config.reader',
    status: 'fail',
    says: 'keepalived_script, as whom keepalived runs its scripts, cannot read',
    fix: 'chown root:993',
    plant(host) {
      host.args.as = 'keepalived_script';
      host.chmod('etc/config.yaml', 0o600);
    },
    mend(host) {
      host.chown('etc/config.yaml', 0, 993);
      host.chmod('etc/config.yaml', 0o640);
    },
  },
];

const secretFaults: readonly Fault[] = [
  {
    what: 'a token that everybody may read',
    id: 'token.mode',
    status: 'fail',
    says: 'is open to every user of this host',
    fix: 'chmod o=',
    ...mode('etc/do_token', 0o644, 0o600),
  },
  {
    what: 'a token of another user',
    id: 'token.owner',
    status: 'fail',
    says: 'belongs to user 1000',
    fix: 'chown root',
    plant: (host) => host.chown('etc/do_token', 1000),
    mend: (host) => host.chown('etc/do_token', 0),
  },
  {
    what: 'a token that still has its variable in front',
    id: 'token.shape',
    status: 'fail',
    says: 'holds an assignment, DO_TOKEN=…',
    fix: 'and nothing else',
    plant: (host) => host.write('etc/do_token', `DO_TOKEN=${host.read('etc/do_token')}`, 0o600),
    mend: (host) => host.write('etc/do_token', host.read('etc/do_token').slice(9), 0o600),
  },
  {
    what: 'a token in quotes',
    id: 'token.shape',
    status: 'fail',
    says: 'stands in quotes',
    fix: 'and nothing else',
    plant: (host) => host.write('etc/do_token', `"${host.read('etc/do_token').trim()}"\n`, 0o600),
    mend: (host) =>
      host.write('etc/do_token', host.read('etc/do_token').replaceAll('"', ''), 0o600),
  },
  {
    what: 'an empty token file',
    id: 'token.shape',
    status: 'fail',
    says: 'is empty',
    fix: 'Put the API token into',
    plant: (host) => host.write('etc/do_token', '', 0o600),
  },
  {
    what: 'a token file that is not there',
    id: 'token.usable',
    status: 'fail',
    says: 'ENOENT',
    fix: 'Check the path',
    ...file('etc/config.yaml', 'do_token', 'do_tokn'),
  },
  {
    what: 'a token that hooks may not read',
    id: 'token.reader',
    status: 'fail',
    says: 'cannot read',
    fix: 'chown root:993',
    plant(host) {
      host.args.as = 'keepalived_script';
    },
    mend(host) {
      host.chown('etc/do_token', 0, 993);
      host.chmod('etc/do_token', 0o640);
    },
  },
  {
    what: 'a variable that holds another token than the file',
    id: 'token.conflict',
    status: 'warn',
    says: /the API token of the file .* is used/,
    fix: 'Remove the one that is not meant',
    plant(host) {
      host.env['DO_TOKEN'] = 'dop_v1_another';
    },
    mend(host) {
      host.env['DO_TOKEN'] = undefined;
    },
  },
];

const hookFaults: readonly Fault[] = [
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
    ...program('env node --version', missing),
  },
  {
    what: 'an old Node where hooks look for it',
    id: 'node.path',
    status: 'fail',
    says: 'Node v18.19.0, which is too old',
    fix: 'Install Node 20.19 or newer',
    ...program('env node --version', said('v18.19.0\n')),
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
    says: '/tmp/floatip-0, which others do not share',
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

const programFaults: readonly Fault[] = [
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

const confFaults: readonly Fault[] = [
  {
    what: 'no keepalived.conf',
    id: 'keepalived.config',
    status: 'fail',
    says: 'There is no',
    fix: 'floatip init',
    plant: (host) => host.remove(conf),
    mend: (host) => host.write(conf, host.read(conf)),
  },
  {
    what: 'a brace that nothing closes',
    id: 'keepalived.config',
    status: 'warn',
    says: 'keepalived.conf:11: A { that no } closes',
    fix: 'keepalived -t -f',
    ...file(conf, /}\n$/, '\n'),
  },
  {
    what: 'an include that leads nowhere',
    id: 'keepalived.config',
    status: 'warn',
    says: 'No file is there to include: conf.d/*.conf',
    fix: 'keepalived -t -f',
    ...file(conf, /$/, 'include conf.d/*.conf\n'),
  },
  {
    what: 'a follow that is misspelt',
    id: 'keepalived.follow',
    status: 'fail',
    says: 'It follows VI1, which is no instance or group',
    fix: 'follow: VI_1',
    ...file('etc/config.yaml', 'VI_1', 'VI1'),
  },
  {
    what: 'an instance that nobody follows',
    id: 'keepalived.followed',
    status: 'warn',
    says: 'vrrp_instance VI_2 tells floatip of its state',
    fix: 'follow: VI_2',
    ...file(
      conf,
      /$/,
      'vrrp_instance VI_2 {\n interface eth0\n virtual_router_id 52\n notify "/usr/bin/floatip notify"\n}\n',
    ),
  },
  {
    what: 'no notify line and no FIFO',
    id: 'keepalived.told',
    status: 'fail',
    says: 'Nothing tells floatip of vrrp_instance VI_1',
    fix: 'what floatip init prints',
    ...line('  notify "', '  # notify "'),
  },
  {
    what: 'the notify of somebody else',
    id: 'keepalived.told',
    status: 'fail',
    says: 'The notify of vrrp_instance VI_1 is another one',
    fix: 'exec /etc/floatip/keepalived-notify "$@"',
    ...file(conf, /notify ".*"\n/, 'notify /usr/local/bin/master.sh\n'),
  },
  {
    what: 'a hook for MASTER only',
    id: 'keepalived.told',
    status: 'warn',
    says: 'tells floatip of MASTER only',
    fix: 'for all states',
    ...file(
      conf,
      /notify ".*"\n/,
      'notify_master "/etc/floatip/keepalived-notify --instance VI_1 --state MASTER"\n',
    ),
  },
  {
    what: 'a second notify',
    id: 'keepalived.notify',
    status: 'fail',
    says: 'a second notify, in',
    fix: 'take one of them out',
    ...line('  higher_prio_send_advert\n', '  higher_prio_send_advert\n  notify /opt/mail.sh\n'),
  },
  {
    what: 'a hook that names another instance',
    id: 'keepalived.names',
    status: 'fail',
    says: 'notify_master_rx_lower_pri of vrrp_instance VI_1 names VI_2',
    fix: '--instance VI_1',
    ...line('--instance VI_1', '--instance VI_2'),
  },
  {
    what: 'a hook that names nobody',
    id: 'keepalived.names',
    status: 'fail',
    says: 'does not say whom it is about',
    fix: '--instance VI_1',
    ...line(' --instance VI_1', ''),
  },
  {
    what: 'nothing that tells the true master after a flap',
    id: 'keepalived.lower-priority',
    status: 'warn',
    says: 'has no notify_master_rx_lower_pri',
    fix: '--state MASTER_RX_LOWER_PRI',
    ...line('  notify_master_rx_lower_pri', '  # notify_master_rx_lower_pri'),
  },
  {
    what: 'no last advert of who gives way',
    id: 'keepalived.lower-priority',
    status: 'note',
    says: 'has no higher_prio_send_advert',
    fix: 'higher_prio_send_advert',
    ...line('  higher_prio_send_advert\n', ''),
  },
  {
    what: 'a file where the FIFO should be',
    id: 'keepalived.fifo',
    status: 'fail',
    says: 'which is there and no FIFO',
    fix: 'rm ',
    plant(host) {
      host.write('run/fifo', '');
      host.change(
        conf,
        '  router_id',
        `  vrrp_notify_fifo ${host.path('run/fifo')} root root\n  router_id`,
      );
    },
    mend: (host) => host.change(conf, /  vrrp_notify_fifo .*\n/, ''),
  },
  {
    what: 'vrrp_strict',
    id: 'keepalived.strict',
    status: 'fail',
    says: 'keepalived.conf:2',
    fix: 'Take that line out',
    ...line('  router_id', '  vrrp_strict\n  router_id'),
  },
  {
    what: 'multicast',
    id: 'keepalived.unicast',
    status: 'fail',
    says: 'talks by multicast, which clouds drop',
    fix: 'unicast_peer { IP_OF_THE_OTHER }',
    ...line('  unicast_peer { 10.0.0.3 }\n', ''),
  },
  {
    what: 'a peer that is this host',
    id: 'keepalived.peers',
    status: 'fail',
    says: 'unicast_peer 10.0.0.2 of vrrp_instance VI_1 is this host itself',
    fix: 'Name the other host',
    ...line('{ 10.0.0.3 }', '{ 10.0.0.2 }'),
  },
  {
    what: 'a source that is on the other host',
    id: 'keepalived.source',
    status: 'fail',
    says: 'unicast_src_ip 10.0.0.3 of vrrp_instance VI_1 is not on this host',
    fix: 'ip -brief address',
    ...file(
      conf,
      /unicast_src_ip 10.0.0.2\n  unicast_peer { 10.0.0.3 }/,
      'unicast_src_ip 10.0.0.3\n  unicast_peer { 10.0.0.9 }',
    ),
  },
  {
    what: 'the same router id twice',
    id: 'keepalived.router-id',
    status: 'fail',
    says: 'has virtual_router_id 51, and so has vrrp_instance VI_1',
    fix: 'Give one of them another',
    ...file(conf, /$/, 'vrrp_instance VI_2 {\n interface eth0\n virtual_router_id 51\n}\n'),
  },
  {
    what: 'no router id',
    id: 'keepalived.router-id',
    status: 'fail',
    says: 'has no virtual_router_id',
    fix: 'from 1 to 255',
    ...line('  virtual_router_id 51\n', ''),
  },
  {
    what: 'an interface that is not there',
    id: 'keepalived.interface',
    status: 'fail',
    says: 'is on ens3, and this host has no such interface: it has eth0, lo',
    fix: 'Name one of those',
    ...line('interface eth0', 'interface ens3'),
  },
  {
    what: 'an advert_int that version 2 does not know',
    id: 'keepalived.advert',
    status: 'fail',
    says: 'advert_int 0.5 of vrrp_instance VI_1',
    fix: 'vrrp_version 3',
    ...line('  vrrp_version 3\n', ''),
  },
  {
    what: 'nopreempt beside state MASTER',
    id: 'keepalived.preempt',
    status: 'warn',
    says: 'nopreempt beside state MASTER',
    fix: 'Write state BACKUP',
    ...line('state BACKUP', 'state MASTER'),
  },
  {
    what: 'a priority that is none',
    id: 'keepalived.priority',
    status: 'fail',
    says: 'priority 300 of vrrp_instance VI_1',
    fix: 'from 1 to 254',
    ...line('priority 100', 'priority 300'),
  },
  {
    what: 'a vip that keepalived does not put on',
    id: 'keepalived.vip',
    status: 'fail',
    says: 'vip 10.0.4.99 is not one that vrrp_instance VI_1 puts on this host',
    fix: 'virtual_ipaddress',
    ...file('etc/config.yaml', 'follow: VI_1', 'follow: VI_1, vip: 10.0.4.99'),
  },
  {
    what: 'a script user that is not there',
    id: 'keepalived.script-user',
    status: 'fail',
    says: 'There is no user floatip',
    fix: 'useradd --system',
    ...line('script_user root', 'script_user floatip'),
  },
  {
    what: 'no script security',
    id: 'keepalived.security',
    status: 'note',
    says: 'enable_script_security is not there',
    fix: 'enable_script_security',
    ...line('  enable_script_security\n', ''),
  },
  {
    what: 'a script that others may change',
    id: 'keepalived.security',
    status: 'fail',
    says: 'can be changed by others than root',
    fix: 'chmod go-w',
    ...mode('etc/check-service', 0o757, 0o755),
  },
  {
    what: 'a check that is not defined',
    id: 'keepalived.track',
    status: 'fail',
    says: 'tracks servce, in',
    fix: 'Define it',
    ...line('track_script { service }', 'track_script { servce }'),
  },
  {
    what: 'a check that cannot be executed',
    id: 'keepalived.track',
    status: 'fail',
    says: 'which cannot be executed',
    fix: 'chmod 0755',
    ...mode('etc/check-service', 0o644, 0o755),
  },
  {
    what: 'a tracked file that is not defined',
    id: 'keepalived.track',
    status: 'fail',
    says: 'tracks the file drain',
    fix: 'Define it',
    ...line('track_script { service }', 'track_script { service }\n  track_file { drain }'),
  },
];

const networkFaults: readonly Fault[] = [
  {
    what: 'a name server that does not answer',
    id: 'dns.api',
    status: 'fail',
    says: 'api.cloud.test cannot be resolved: EAI_AGAIN',
    fix: '/etc/resolv.conf',
    plant(host) {
      const { lookup } = host.facts;
      const refuse = async (): Promise<never> => {
        throw Object.assign(new Error('no'), { code: 'EAI_AGAIN' });
      };
      host.facts = {
        ...host.facts,
        lookup: (name) => (name.startsWith('api') ? refuse() : lookup(name)),
      };
    },
  },
  {
    what: 'a certificate of somebody in between',
    id: 'tls.certificate',
    status: 'fail',
    says: 'by Corporate Proxy, until 2027-01-01, which is not trusted: SELF_SIGNED_CERT_IN_CHAIN',
    fix: 'NODE_EXTRA_CA_CERTS',
    plant(host) {
      host.facts = {
        ...host.facts,
        certificateOf: async () => ({
          subject: '*',
          issuer: 'Corporate Proxy',
          endsAt: Date.UTC(2027, 0, 1),
          distrust: 'SELF_SIGNED_CERT_IN_CHAIN',
        }),
      };
    },
  },
  {
    what: 'a certificate that is about to end',
    id: 'tls.certificate',
    status: 'warn',
    says: 'which is soon',
    fix: 'Have it renewed',
    plant(host) {
      const shown = host.facts.certificateOf;
      host.facts = {
        ...host.facts,
        certificateOf: async (url, signal) => {
          const one = await shown(url, signal);
          return { ...one, endsAt: one.endsAt - 80 * 24 * 3600 * 1000 };
        },
      };
    },
  },
  {
    what: 'a proxy that hooks do not have',
    id: 'proxy.same',
    status: 'warn',
    says: 'This shell goes by http://proxy.test:3128',
    fix: 'systemctl edit keepalived',
    plant(host) {
      host.env['https_proxy'] = 'http://proxy.test:3128';
    },
    mend(host) {
      host.env['https_proxy'] = undefined;
    },
  },
  {
    what: 'a metadata service that hangs',
    id: 'metadata.answers',
    status: 'fail',
    says: 'No metadata of a Droplet',
    fix: 'Run floatip on the Droplet itself',
    plant(host) {
      const match = { service: 'digitalocean-metadata' } as const;
      host.world.cloud.faults.add({ match, times: 0, fault: { type: 'reset' } });
    },
    mend: (host) => host.world.cloud.faults.clear(),
  },
];

const cloudFaults: readonly Fault[] = [
  {
    what: 'a token that the cloud does not know',
    id: 'cloud.credentials',
    status: 'fail',
    says: 'DigitalOcean refused the token',
    fix: 'has not expired or been revoked',
    plant: (host) => host.write('etc/do_token', 'dop_v1_unknown\n', 0o600),
  },
  {
    what: 'an address that is not in the account',
    id: 'cloud.listed',
    status: 'fail',
    says: 'knows no reserved IP 203.0.113.99',
    fix: 'the account that owns it',
    ...file('etc/config.yaml', '203.0.113.10', '203.0.113.99'),
  },
  {
    what: 'an address of another region',
    id: 'cloud.region',
    status: 'fail',
    says: 'belongs to region ams3',
    fix: 'reserve one in nyc3',
    ...file('etc/config.yaml', '203.0.113.10', '203.0.113.11'),
  },
  {
    what: 'an anchor IP that is on no interface',
    id: 'cloud.anchor',
    status: 'fail',
    says: '10.17.0.222, which is on no interface here',
    fix: 'ip address add 10.17.0.222',
    plant(host) {
      host.host = { ...host.host, hasIp: (ip) => ip === '10.0.0.2' };
    },
  },
  {
    what: 'nothing that listens',
    id: 'cloud.listener',
    status: 'warn',
    says: 'Nothing but SSH listens on 10.17.0.222',
    fix: 'ss -ltn',
    plant(host) {
      host.virtual['/proc/net/tcp'] = listening.replace(/.*:0050 .*\n/, '');
    },
    mend(host) {
      host.virtual['/proc/net/tcp'] = listening;
    },
  },
];

export const faults: readonly Fault[] = [
  ...configFaults,
  ...secretFaults,
  ...hookFaults,
  ...programFaults,
  ...confFaults,
  ...networkFaults,
  ...cloudFaults,
];
