import { describe, expect, it } from 'vitest';

import { configOf } from '../../support/config-files.ts';

const file = '/etc/keepalived/keepalived.conf';

describe('an instance', () => {
  const config = configOf(`
global_defs {
    router_id lb1
    script_user keepalived_script ops
    enable_script_security
    vrrp_notify_fifo /run/floatip.fifo root root
}
vrrp_script check { script "/etc/floatip/check-service nginx" 
  interval 1
  user nobody
}
track_file maintenance { file /run/drain }
vrrp_instance "VI 1"
{
    state BACKUP
    interface eth0
    virtual_router_id 51
    priority 100 ! of this host
    advert_int 0.5
    nopreempt
    unicast_src_ip 10.0.0.1
    unicast_peer { 10.0.0.2 }
    virtual_ipaddress { 10.0.4.99/24 dev eth0
      10.0.4.98
    }
    track_script { check weight -20 }
    track_file {
      maintenance weight 1 }
    notify "/etc/floatip/keepalived-notify --flag 'a b'" root
    notify /opt/other
    notify_master_rx_lower_pri "/etc/floatip/keepalived-notify --instance 'VI 1' --state MASTER_RX_LOWER_PRI"
}
vrrp_sync_group G {
    group { "VI 1"
      VI_2 VI_3 }
    notify /opt/group
}
`);
  const [instance] = config.instances;

  it('is read with everything that floatip has to do with', () => {
    expect(config.problems).toEqual([]);
    expect(instance).toMatchObject({
      name: 'VI 1',
      at: { file, line: 13 },
      state: { value: 'BACKUP' },
      interface: { value: 'eth0' },
      virtualRouterId: { value: 51 },
      priority: { value: 100, at: { file, line: 18 } },
      advertInt: { value: 0.5 },
      nopreempt: { value: true },
      unicastSource: { value: '10.0.0.1' },
      unicastPeers: [{ value: '10.0.0.2', at: { file, line: 22 } }],
      virtualAddresses: [{ value: ['10.0.4.99/24', 'dev', 'eth0'] }, { value: ['10.0.4.98'] }],
      trackScripts: [{ value: 'check' }],
      trackFiles: [{ value: 'maintenance' }],
    });
  });

  it('has its scripts as keepalived would start them, and says which notify is ignored', () => {
    expect(instance?.notifies).toMatchObject([
      {
        keyword: 'notify',
        command: ['/etc/floatip/keepalived-notify', '--flag', 'a b'],
        user: 'root',
        isIgnored: false,
      },
      { keyword: 'notify', command: ['/opt/other'], user: undefined, isIgnored: true },
      {
        command: [
          '/etc/floatip/keepalived-notify',
          '--instance',
          'VI 1',
          '--state',
          'MASTER_RX_LOWER_PRI',
        ],
      },
    ]);
  });

  it('stands beside the groups, checks and settings of the host', () => {
    expect(config.groups).toMatchObject([
      {
        name: 'G',
        members: [{ value: 'VI 1' }, { value: 'VI_2' }, { value: 'VI_3' }],
        notifies: [{ command: ['/opt/group'], isIgnored: false }],
      },
    ]);
    expect(config.scripts).toMatchObject([
      {
        name: 'check',
        script: { command: ['/etc/floatip/check-service', 'nginx'] },
        interval: { value: 1 },
        user: 'nobody',
      },
    ]);
    expect(config.trackFiles).toMatchObject([
      { name: 'maintenance', file: { value: '/run/drain' } },
    ]);
    expect(config.globals).toMatchObject({
      routerId: { value: 'lb1' },
      scriptUser: { value: { user: 'keepalived_script', group: 'ops' } },
      enableScriptSecurity: { value: true },
      vrrpStrict: undefined,
      fifos: [{ path: '/run/floatip.fifo', user: 'root', group: 'root' }],
    });
  });
});

it.each([
  ['@lb1 priority 100', 100],
  ['@lb2 priority 100', undefined],
  ['@^lb2 priority 100', 100],
  ['@^lb1 priority 100', undefined],
  ['@lb1 @^lb2 priority 100', undefined],
  ['$PRIO = 7\npriority $PRIO', undefined],
  ['$PRIO= 7\npriority $PRIO', 7],
  ['$PRIO=7\npriority ${PRIO}0', 70],
  ['@lb1 $PRIO=7\n@lb2 $PRIO=8\npriority $PRIO', 7],
  ['$TEN=10\n$PRIO=${TEN}0\npriority $PRIO', 100],
  ['$BLOCK= state BACKUP \\\npriority 9 \\\nnopreempt\n$BLOCK', 9],
  ['$SELF=$SELF\npriority 3', 3],
  ['priority 1\npriority 2', 2],
])('reads what counts on this host: %s', (lines, expected) => {
  const { instances } = configOf(`vrrp_instance VI_1 {\n${lines}\n}\n`);
  expect(instances[0]?.priority?.value).toBe(expected);
});

it('follows includes, relative to the file that they stand in, and says where each line is', () => {
  const { instances, paths, problems } = configOf('include conf.d/*.conf\n', {
    '/etc/keepalived/conf.d/a.conf': 'vrrp_instance A {\n  include ../common\n}\n',
    '/etc/keepalived/conf.d/b.conf': 'vrrp_instance B {\n  priority 1\n}\n',
    '/etc/keepalived/common': '\npriority 5\n',
  });
  expect(problems).toEqual([]);
  expect(instances.map(({ name }) => name)).toEqual(['A', 'B']);
  expect(instances[0]?.priority).toEqual({
    value: 5,
    at: { file: '/etc/keepalived/common', line: 2 },
  });
  expect(paths).toHaveLength(4);
});

it.each([
  ['include gone.conf', 'No file is there to include: gone.conf', 1],
  ['include keepalived.conf', 'More than 500 files: one may include itself', 1],
  ['vrrp_instance A {', 'A { that no } closes', 1],
  ['vrrp_instance A {\n}\n}', 'A } without a { before it', 3],
  ['~SEQ(N, 1, 3) vrrp_instance VI_$N { }', 'Lines that a sequence makes are not looked at', 1],
])('says what is wrong, and where: %s', (text, message, line) => {
  expect(configOf(text).problems).toMatchObject([
    { message: expect.stringContaining(message), at: { line } },
  ]);
});
