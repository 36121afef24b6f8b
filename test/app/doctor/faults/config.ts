import { file, mode } from './fault.ts';
import type { Fault } from './fault.ts';

export const configFaults: readonly Fault[] = [
  {
    what: 'a config that is no YAML',
    id: 'config.file',
    status: 'fail',
    says: 'etc/config.yaml',
    fix: 'floatip config check',
    ...file('etc/config.yaml', 'addresses:', 'addresses: ['),
  },
  {
    what: 'a key that is misspelt',
    id: 'config.file',
    status: 'fail',
    says: "unknown key 'folow'",
    fix: 'floatip config check',
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

export const secretFaults: readonly Fault[] = [
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
