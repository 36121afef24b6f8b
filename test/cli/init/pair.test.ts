import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { keepalivedHost } from '../../support/keepalived-host.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const pair = '--self 10.10.0.2 --peer 10.10.0.3 --interface eth1';
const pairOf6 = '--self fd00::2 --peer fd00::3 --interface eth1';
const address = '--address digitalocean-reserved-ip:203.0.113.10';
const one = `init ${pair} ${address}`;

const kernel = '/etc/sysctl.d/90-floatip.conf';

const run = (line: string) => keepalivedHost().run(line);

describe('floatip init for a pair', () => {
  it('prints the files of both hosts, what both have only once', async () => {
    const { code, stdout, stderr } = await run(`${one} --check nginx --by both`);
    expect(code).toBe(0);
    const heads = stdout.match(/^# ---- .*$/gm);
    expect(heads).toEqual([
      '# ---- 10.10.0.2: /etc/keepalived/keepalived.conf, root, 0644',
      '# ---- both hosts: /etc/floatip/config.yaml, root, 0644',
      '# ---- both hosts: /etc/floatip/keepalived-notify, root, 0755: a copy of hooks/keepalived-notify',
      '# ---- both hosts: /etc/systemd/system/floatip.service, root, 0644',
      '# ---- both hosts: /etc/floatip/check-service, root, 0755: a copy of hooks/check-service',
      '# ---- both hosts: /etc/systemd/system/nginx.service.d/floatip.conf, root, 0644',
      '# ---- both hosts: /etc/sysctl.d/90-floatip.conf, root, 0644',
      '# ---- 10.10.0.3: /etc/keepalived/keepalived.conf, root, 0644',
    ]);
    expect(stdout).toContain(
      '  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1 }\n',
    );
    expect(stderr).toContain('cat >/etc/floatip/do_token');
  });

  it('writes them below a folder, each with its mode, whatever the umask', async () => {
    const folder = temporaryFolder();
    const before = process.umask(0o177);
    try {
      const names = '--self-name lb1 --peer-name lb2';
      expect((await run(`${one} ${names} --write ${folder} --by hooks`)).code).toBe(0);
    } finally {
      process.umask(before);
    }
    const modeOf = (path: string): number => statSync(join(folder, 'lb2/etc', path)).mode & 0o777;
    expect(modeOf('floatip')).toBe(0o755);
    expect(modeOf('floatip/keepalived-notify')).toBe(0o755);
    expect(modeOf('keepalived/keepalived.conf')).toBe(0o644);
    expect(modeOf('cron.d/floatip')).toBe(0o644);
    expect(readFileSync(join(folder, 'lb1/etc/floatip/keepalived-notify'), 'utf8')).toBe(
      readFileSync('hooks/keepalived-notify', 'utf8'),
    );
  });

  it('overwrites nothing that differs without --force, and shows how', async () => {
    const folder = temporaryFolder();
    const line = `${one} --write ${folder}`;
    await run(line);
    const path = join(folder, '10.10.0.2/etc/floatip/config.yaml');
    const other = join(folder, '10.10.0.3/etc/floatip/config.yaml');
    writeFileSync(path, '# Mine.\n');
    writeFileSync(other, '');
    chmodSync(other, 0o600);
    const refused = await run(line);
    expect(refused.code).toBe(3);
    expect(refused.stdout).toContain('-# Mine.\n+# Written by floatip init.\n');
    expect(refused.stderr).toContain('2 files are there already and differ');
    expect(readFileSync(path, 'utf8')).toBe('# Mine.\n');
    const forced = await run(`${line} --force`);
    expect(forced.code).toBe(0);
    expect(forced.stdout).toContain(`-# Mine.\n`);
    expect(forced.stdout).toContain(`${path}  root 0644  overwritten\n`);
    expect(forced.stdout).toContain('keepalived.conf  root 0644  as it was\n');
    expect(readFileSync(path, 'utf8')).toContain('203.0.113.10');
    expect(statSync(other).mode & 0o777).toBe(0o644);
  });

  it.each([
    ['fast', 'eth1', pair, ['net/ipv4/neigh/eth1/retrans_time_ms = 20', 150]],
    ['balanced', 'eth1', pair, ['net/ipv4/neigh/eth1/retrans_time_ms = 100', 30]],
    ['fast', 'vlan.7', pair, ['net/ipv4/neigh/vlan.7/retrans_time_ms = 20', 150]],
    ['fast', 'eth1', pairOf6, ['net/ipv6/neigh/eth1/retrans_time_ms = 20', 150]],
    ['safe', 'eth1', pair, undefined],
  ] as const)('has the kernel ask for the peer soon enough: %s on %s', async (...row) => {
    const [detection, device, hosts, search] = row;
    const to = `init ${hosts.replace('eth1', device)} ${address} --detect ${detection}`;
    const [{ files }] = JSON.parse((await run(`${to} --json`)).stdout).hosts;
    const file = files.find(({ path }: { path: string }) => path === kernel);
    const lines = file?.text.split('\n').filter((line: string) => line.startsWith('net/'));
    const folder = `net/${hosts === pair ? 'ipv4' : 'ipv6'}/neigh/${device}`;
    expect(lines).toEqual(
      search && [
        search[0],
        ...['mcast', 'ucast'].map((way) => `${folder}/${way}_solicit = ${search[1]}`),
      ],
    );
    const { stderr } = await run(to);
    expect(stderr.includes(`tell the kernel    sysctl -q -p ${kernel}`)).toBe(search !== undefined);
  });

  it('tells the kernel all that it is to be told in one file', async () => {
    const to = `init ${pair} --address tencent-havip:10.10.0.99 --json`;
    const [{ files }] = JSON.parse((await run(to)).stdout).hosts;
    const file = files.find(({ path }: { path: string }) => path === kernel);
    expect(file.text).toMatch(/^net\.ipv4\.ip_nonlocal_bind = 1\n\n#[^]*^net\/ipv4\/neigh/m);
  });

  it('says all of it in JSON', async () => {
    const { stdout, stderr } = await run(`${one} --json`);
    const printed = JSON.parse(stdout);
    expect(printed).toMatchObject({ version: 1, hosts: [{ host: '10.10.0.2' }, {}] });
    const [conf] = printed.hosts[1].files;
    expect(conf).toMatchObject({
      path: '/etc/keepalived/keepalived.conf',
      owner: 'root',
      mode: '0644',
      text: expect.stringContaining('unicast_src_ip 10.10.0.3\n'),
    });
    expect(stderr).toBe('');
  });

  it('gives each host of two masters an instance of its own to be master of', async () => {
    const two = `init ${pair} --topology two-masters --address tencent-havip:10.10.0.99 tencent-havip:10.10.0.98 --json`;
    const { hosts } = JSON.parse((await run(two)).stdout);
    const standings = hosts.map(({ files }: { files: { text: string }[] }) =>
      [
        ...(files[0]?.text ?? '').matchAll(
          /vrrp_instance (\w+)|^ {4}priority (\d+)|router_id (\d+)$|([\d.]+) dev/gm,
        ),
      ].map(([, ...groups]) => groups.find((group) => group !== undefined)),
    );
    expect(standings).toEqual([
      ['VI_1', '200', '51', '10.10.0.99', 'VI_2', '100', '52', '10.10.0.98'],
      ['VI_1', '100', '51', '10.10.0.99', 'VI_2', '200', '52', '10.10.0.98'],
    ]);
  });

  it.each([
    ['--topology single', 'needs --self, --peer, --interface as well'],
    [`--self 10.10.0.2 --peer 10.10.0.2 --interface eth1`, 'Both hosts are 10.10.0.2'],
    [`--self 10.10.0.2 --peer fd00::3 --interface eth1`, 'cannot reach each other'],
    [`--self 10.10.0.2 --peer 10.10.0.3 --interface ..`, 'no name of an interface: ..'],
    [`--self 10.10.0.2 --peer 10.10.0.3 --interface all`, 'no name of an interface: all'],
    [`--self 10.10.0.2 --peer 10.10.0.3 --interface eth0:1`, 'no name of an interface: eth0:1'],
    [`--self 10.10.0.2 --peer lb2 --interface eth1`, '--peer must be an IP: lb2'],
    [pair, 'needs --address as well'],
    [`${pair} --address tencent-epi:203.0.113.10`, 'Did you mean tencent-eip?'],
    [`${pair} --address tencent-eip:eip`, '--address tencent-eip:eip: id must be an id such as'],
    [`${pair} --address tencent-eip:eip-ek0cdz1g,nam=x`, "unknown key 'nam'"],
    [`${pair} --address tencent-eip:203.0.113.9 tencent-eip:203.0.113.9`, 'duplicate ip'],
    [
      `${pair} --address tencent-havip:havip-9o233uri`,
      'Name it as well: --address tencent-havip:havip-9o233uri,ip=',
    ],
    [`${pair} --address tencent-eip:eip-ek0cdz1g --check ftp`, '--check cannot look at this: ftp'],
    [`${pair} --address tencent-eip:eip-ek0cdz1g --check tcp:70000`, 'cannot look at this'],
    [`${pair} --address tencent-eip:eip-ek0cdz1g --check http://a/"x`, 'cannot look at this'],
    [`${pair} --address tencent-eip:eip-ek0cdz1g --instance a"b`, 'no instance of this name'],
    [`${pair} --address tencent-eip:eip-ek0cdz1g --vrid 256`, 'from 1 to 255'],
    [
      `${pair} --address tencent-eip:eip-ek0cdz1g --vip 1.1.1.1 2.2.2.2`,
      'more --vip than instances',
    ],
    [`${pair} --policy`, '--policy is for the addresses in the config'],
  ])('refuses %s', async (options, says) => {
    const { code, stdout, stderr } = await run(`init ${options}`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });

  it('says what can be set up and is hardly meant', async () => {
    const [first, second] = ['10', '11'].map((end) => `digitalocean-reserved-ip:203.0.113.${end}`);
    const full = await run(`init ${pair} --address ${first} ${second}`);
    expect(full.stderr).toContain('web and web2 both follow VI_1, and a host can hold only one');
    const idle = await run(`init ${pair} --address ${first} --topology two-masters`);
    expect(idle.stderr).toContain('no address follows VI_2 yet');
    const unseen = await run(`init ${pair} --address ${first} --check tcp:443`);
    expect(unseen.stderr).toContain('--unit NAME has its systemd unit tell keepalived');
    const seen = await run(`init ${pair} --address ${first} --check tcp:443 --unit envoy.service`);
    expect(seen.stderr).not.toContain('--unit NAME');
    expect(seen.stdout).toContain('/etc/systemd/system/envoy.service.d/floatip.conf');
    const astray = await run(`init ${pair} --address ${first},follow=VI1`);
    expect(astray.stderr).toContain('web follows VI1, which is none of the instances here');
  });
});
