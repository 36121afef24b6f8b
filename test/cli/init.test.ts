import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { keepalivedHost } from '../support/keepalived-host.ts';
import { temporaryFile } from '../support/temporary.ts';

const config = `
addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1 }
  - { name: web6, kind: digitalocean-reserved-ipv6, ip: '2001:db8::10', follow: VI_1 }
  - { name: by-hand, kind: digitalocean-reserved-ip, ip: 203.0.113.11 }
  - { name: vip, kind: tencent-havip, ip: 10.0.4.99, interface: lo, follow: VI_2 }
  - { name: other, kind: tencent-havip, id: havip-9o233uri, interface: lo, follow: VI_2 }
`;

const lines = `# For keepalived.conf of every host. Of a vrrp_sync_group, notify goes there, the rest into its instances.

# into vrrp_instance VI_1, for web, web6
    higher_prio_send_advert
    notify                     "/etc/floatip/keepalived-notify"
    notify_master_rx_lower_pri "/etc/floatip/keepalived-notify --instance VI_1 --state MASTER_RX_LOWER_PRI"

# into vrrp_instance VI_2, for vip, other
    higher_prio_send_advert
    notify                     "/etc/floatip/keepalived-notify"
    notify_master_rx_lower_pri "/etc/floatip/keepalived-notify --instance VI_2 --state MASTER_RX_LOWER_PRI"
    garp_master_delay 1
    garp_master_refresh 5
    virtual_ipaddress {
        10.0.4.99 dev lo
        # the IP of havip-9o233uri, dev lo
    }

# into global_defs, where floatip watch runs
    vrrp_notify_fifo /run/keepalived-notify.fifo root root
`;

/** Where keepalived can be asked, the interface that it is asked about. */
const device =
  spawnSync('keepalived', ['--version']).status === 0
    ? readdirSync('/sys/class/net').find((name) => name !== 'lo')
    : undefined;
if (device === undefined) console.log('keepalived is not here to read the lines that are for it');

/** For unshare: nothing that is started in it outlives it. */
const ownHost = ['--net', '--mount', '--pid', '--fork', '--kill-child'];
const hasNamespaces =
  device !== undefined && spawnSync('unshare', [...ownHost, 'ip', 'link']).status === 0;

/** The lines where they say that they belong, among what every instance has. */
function asKeepalivedConf(text: string): string {
  const [, ...parts] = text
    // keepalived refuses scripts in folders that others may write, as a checkout may be.
    .replaceAll('/etc/floatip/keepalived-notify', '/bin/true')
    .replaceAll('dev lo', `dev ${device}`)
    .split('\n\n');
  const blocks = parts.map((part, index) => {
    const [, where = ''] = /^# into (global_defs|vrrp_instance \S+)/.exec(part) ?? [];
    const own =
      where === 'global_defs'
        ? 'script_user root\nenable_script_security'
        : `interface ${device}\nvirtual_router_id ${index + 1}\nvirtual_ipaddress {\n192.0.2.${index + 1}\n}`;
    return `${where} {\n${own}\n${part}\n}\n`;
  });
  return blocks.toReversed().join('');
}

/** What keepalived has to say of a config. */
function complaints(text: string): string {
  const log = temporaryFile('complaints', '');
  const path = temporaryFile('keepalived.conf', text);
  const { status } = spawnSync('keepalived', [`--config-test=${log}`, '--use-file', path]);
  return `${readFileSync(log, 'utf8')}${status === 0 ? '' : `exit ${status}`}`;
}

/** Runs keepalived with a line in its global_defs, on a host of its own where /run is empty. */
function startsWith(line: string, fifo: string): boolean {
  const path = temporaryFile(
    'keepalived.conf',
    `global_defs {\n${line}\n}
vrrp_instance VI_1 {\ninterface here\nvirtual_router_id 1\nvirtual_ipaddress {\n192.0.2.9\n}\n}\n`,
  );
  const script = `
    mount -t tmpfs none /run
    ip link add here type veth peer name there
    ip link set there up
    ip link set here up
    keepalived -n -l -P -f ${path} -p /run/pid -r /run/vrrp.pid >/run/log 2>&1 &
    until [ -p ${fifo} ] || grep -q 'Unable to create' /run/log; do sleep 0.02; done
    kill $!
    wait
    ! grep 'Unable to create' /run/log`;
  const { status } = spawnSync('unshare', [...ownHost, 'timeout', '20', 'sh', '-c', script]);
  return status === 0;
}

describe('floatip init', () => {
  it('prints the lines for keepalived.conf', async () => {
    const host = keepalivedHost(config);
    expect(await host.run('init')).toEqual({ code: 0, stdout: lines, stderr: '' });
    expect(JSON.parse((await host.run('init --json')).stdout)).toEqual({
      version: 1,
      keepalived: lines,
    });
  });

  it.skipIf(device === undefined)('prints what keepalived understands', async () => {
    const { stdout } = await keepalivedHost(config).run('init');
    expect(complaints(asKeepalivedConf(stdout))).toBe('');
    const broken = stdout.replace('higher_prio_send_advert', 'higher_prio_send_adverts');
    expect(complaints(asKeepalivedConf(broken))).toContain('Unknown keyword');
  });

  it.skipIf(!hasNamespaces)('prints a FIFO that keepalived can make', async () => {
    const { stdout } = await keepalivedHost(config).run('init');
    const [line = '', fifo = ''] = /vrrp_notify_fifo (\S+).*/.exec(stdout) ?? [];
    expect(startsWith(line, fifo)).toBe(true);
    const elsewhere = '/run/keepalived/notify.fifo';
    expect(startsWith(line.replace(fifo, elsewhere), elsewhere)).toBe(false);
    for (const path of ['docs/watcher.md', 'hooks/floatip.service']) {
      expect(readFileSync(path, 'utf8')).toContain(line);
    }
  });

  it.each([
    ['no config file', { FLOATIP_CONFIG: '' }, '/etc/floatip/config.yaml, which does not exist'],
    ['a config in which nothing follows anything', {}, 'config.yaml. Say there for each address'],
  ])('says what to do where there is %s', async (_what, env, says) => {
    const text = 'addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10 }]';
    const run = await keepalivedHost(text, undefined, { env }).run('init');
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(run.stderr).toContain('No address follows a VRRP instance in ');
    expect(run.stderr).toContain(says);
  });
});
