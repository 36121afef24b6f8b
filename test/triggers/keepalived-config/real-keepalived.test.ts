import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { configFilesOnDisk } from '../../../src/triggers/keepalived-config/config-files-on-disk.ts';
import { readKeepalivedConfig } from '../../../src/triggers/keepalived-config/keepalived-config.ts';
import type { VrrpInstance } from '../../../src/triggers/keepalived-config/vrrp-instance.ts';
import { canRunKeepalived } from '../../support/real-keepalived.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const main = String.raw`
global_defs {
  router_id "lb 1" # x
  script_user root
}
$PRIO=7
$BLOCK= nopreempt \
  garp_master_delay 3
$SPACED = 7
vrrp_script chk { script "/bin/true 'a b' \x41"
 interval 2
}
include conf.d/*.conf
vrrp_instance "VI 1"
{ state BACKUP
  interface here ! here
  virtual_router_id 51
  @web priority ${'${PRIO}'}1
  @^web priority 12
  @web @^db advert_int 3
  $BLOCK
  unicast_src_ip 127.0.0.1
  unicast_peer { 127.0.0.2 }
  track_script { chk }
  virtual_ipaddress { 10.0.4.99/24 dev here
   10.0.4.98 dev here }
  notify "/usr/bin/echo 'O\\'\"\\'\"\\'Brien' \\x41 a\\\\b c 'P'\"'\"'Q'" root
  notify /bin/second
  notify_master "/usr/bin/echo \"x y\""
}
`;
const included = {
  'b.conf': 'vrrp_sync_group G { group { "VI 1"\n VI_B } }\n',
  'c.conf': `vrrp_instance VI_B {
 interface here
 virtual_router_id 52
 priority $PRIO
 virtual_ipaddress { 10.0.4.97 dev here }
 notify_master "/usr/bin/echo a#b!"
}
`,
};

/** What keepalived says at its start of the config that it has read. */
function dumpOf(folder: string): string {
  const files = [
    '-f',
    join(folder, 'keepalived.conf'),
    '-p',
    join(folder, 'pid'),
    '-r',
    join(folder, 'vrrp'),
  ];
  const setUp =
    'ip link add here type veth peer name there; ip link set lo up; ip link set here up; ip link set there up; ip addr add 192.0.2.1/24 dev here';
  const run = ['keepalived', '-n', '-l', '-d', '-P', '-i', 'web', ...files].join(' ');
  const { stdout, stderr } = spawnSync(
    'unshare',
    ['--net', 'sh', '-c', `${setUp}; timeout 2 ${run}`],
    { encoding: 'utf8', timeout: 20_000 },
  );
  return (stdout + stderr).replaceAll(/^.{24}: /gm, '');
}

function describedBy(dump: string): readonly unknown[] {
  const [, ...parts] = (dump.split('VRRP Topology >')[1] ?? '').split('VRRP Instance = ');
  return parts.map((part) => {
    const [text = ''] = part.split('------<');
    const one = (pattern: RegExp): string | undefined => pattern.exec(text)?.[1]?.trim();
    const list = (title: RegExp): readonly string[] =>
      (title.exec(text)?.[1] ?? '').split('\n').flatMap((line) => /(\S+) /.exec(line)?.[1] ?? []);
    const command = (title: string): readonly string[] =>
      (new RegExp(`${title} transition script = '(.*)', uid`).exec(text)?.[1] ?? '').split("' '");
    return {
      name: text.split('\n')[0]?.trim(),
      id: Number(one(/Virtual Router ID = (\d+)/)),
      priority: Number(one(/Priority = (\d+)/)),
      advertInt: Number(one(/Advert interval = (\S+) sec/)),
      nopreempt: one(/Preempt = (\w+)/) === 'disabled',
      ips: list(/Virtual IP \(\d+\):((?:\n.* {5}\S.*)+)/),
      peers: list(/Unicast Peer :((?:\n.* {5}\S.*)+)/),
      notify: command('Generic state'),
      master: command('Master state'),
    };
  });
}

function described(instance: VrrpInstance): unknown {
  const notify = (keyword: string): readonly string[] =>
    instance.notifies.find((line) => line.keyword === keyword && !line.isIgnored)?.command ?? [''];
  return {
    name: instance.name,
    id: instance.virtualRouterId?.value,
    priority: instance.priority?.value,
    advertInt: instance.advertInt?.value ?? 1,
    nopreempt: instance.nopreempt !== undefined,
    ips: instance.virtualAddresses.map(({ value }) => value[0]),
    peers: instance.unicastPeers.map(({ value }) => value),
    notify: notify('notify'),
    master: notify('notify_master'),
  };
}

it.skipIf(!canRunKeepalived)('reads a config as keepalived does', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'conf.d'));
  writeFileSync(join(folder, 'keepalived.conf'), main);
  for (const [name, text] of Object.entries(included)) {
    writeFileSync(join(folder, 'conf.d', name), text);
  }
  const path = join(folder, 'keepalived.conf');
  const config = readKeepalivedConfig(path, { files: configFilesOnDisk(), configId: 'web' });
  expect(config.instances).toHaveLength(2);
  expect(config.instances.map(described)).toEqual(describedBy(dumpOf(folder)));
});
