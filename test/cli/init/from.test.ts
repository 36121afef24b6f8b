import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { keepalivedHost } from '../../support/keepalived-host.ts';
import { canTestConfigs, inOwnEtc } from '../../support/own-etc.ts';
import type { MainRun } from '../../support/run-main.ts';
import { temporaryFile, temporaryFolder } from '../../support/temporary.ts';

const web = '--address digitalocean-reserved-ip:203.0.113.10';

/** As the tutorials have it. */
function classic(instance: string): string {
  return `vrrp_script chk_nginx {
    script "pidof nginx"
    interval 2
}
vrrp_instance VI_1 {
    interface eth0
    state MASTER
    priority 200
    virtual_router_id 33
    unicast_src_ip 10.10.0.2
    unicast_peer {
        10.10.0.3
    }
    authentication {
        auth_type PASS
        auth_pass password
    }
    track_script {
        chk_nginx
    }
${instance}
}
`;
}

const run = (conf: string, options: string): Promise<MainRun> =>
  keepalivedHost().run(`init --from ${conf} ${options}`);

/** What a diff adds and takes away, without the rest. */
function changes({ stdout }: MainRun): readonly string[] {
  const lines = stdout.split('\n').filter((line) => /^[+-](?![+-])/.test(line));
  return lines.map((line) => `${line[0]} ${line.slice(1).trim()}`);
}

const rxLower = (words: string): string =>
  `+ notify_master_rx_lower_pri "/etc/floatip/keepalived-notify ${words} --state MASTER_RX_LOWER_PRI"`;

describe('floatip init --from', () => {
  it('takes out a script that moves the address itself, and adds what is missing', async () => {
    const script = temporaryFile('master.sh', "IP='203.0.113.10'\n");
    const conf = temporaryFile('keepalived.conf', classic(`    notify_master ${script}`));
    const there = await run(conf, `${web} --by hooks`);
    expect(changes(there)).toEqual([
      '+ global_defs {',
      '+ script_user root',
      '+ }',
      '+ ',
      '+ notify "/etc/floatip/keepalived-notify"',
      '+ higher_prio_send_advert',
      '+ virtual_ipaddress {',
      '+ 127.0.33.1 dev lo',
      '+ }',
      rxLower('--instance VI_1'),
      `- notify_master ${script}`,
      `+ # notify_master ${script}`,
    ]);
    expect(there.stdout).toContain('ip: 203.0.113.10, follow: VI_1 }');
    expect(there.stderr).toContain(`${conf}:21: ${script} moves the address itself`);
    expect(readFileSync(conf, 'utf8')).toBe(classic(`    notify_master ${script}`));
  });

  it('says where keepalived would ignore a second notify, and leaves the first one', async () => {
    const conf = temporaryFile('keepalived.conf', classic('    notify /usr/local/bin/mine'));
    const { code, stdout, stderr } = await run(conf, `${web} --by both`);
    expect(code).toBe(0);
    expect(stdout).not.toContain('+    notify "');
    expect(stdout).toContain('+    vrrp_notify_fifo /run/keepalived-notify.fifo root root');
    expect(stderr).toContain(`${conf}:21: vrrp_instance VI_1 has a notify already`);
    expect(stderr).toContain('exec /etc/floatip/keepalived-notify "$@"');
    const byFifo = await run(conf, `${web} --by fifo`);
    expect(byFifo.stderr).not.toContain('has a notify already');
  });

  it('finds nothing to add where all is there, be it by way of a script', async () => {
    const script = temporaryFile(
      'all.sh',
      'logger "$@"\nexec /etc/floatip/keepalived-notify "$@"\n',
    );
    const lines = `notify ${script}
      notify_master_rx_lower_pri "/etc/floatip/keepalived-notify --instance VI_1 --state MASTER_RX_LOWER_PRI"
      higher_prio_send_advert
      virtual_ipaddress {
        10.10.0.99/24 dev eth0
      }`;
    const conf = temporaryFile(
      'keepalived.conf',
      `global_defs {\n  script_user root\n}\n${classic(lines)}`,
    );
    const there = await run(conf, `${web} --by hooks`);
    expect(changes(there)).toEqual([]);
    expect(there.stdout).toContain('vip: 10.10.0.99, follow: VI_1 }');
  });

  it('follows groups, reads includes, and knows what is for other hosts', async () => {
    const folder = temporaryFolder();
    const instances = temporaryFile(
      'instances.conf',
      classic('')
        .replace('VI_1', '"VI 1"')
        .replace('priority 200', '@no-such-host state BACKUP\n    priority 200'),
    );
    const conf = temporaryFile(
      'keepalived.conf',
      `global_defs\n{\n}\nvrrp_sync_group G1 {\n  group {\n    "VI 1"\n  }\n}\ninclude ${instances}\n`,
    );
    const there = await run(conf, `${web} --write ${folder} --by fifo`);
    expect(changes(there)).toEqual([
      '+ vrrp_notify_fifo /run/keepalived-notify.fifo root root',
      '+ higher_prio_send_advert',
      '+ virtual_ipaddress {',
      '+ 127.0.33.1 dev lo',
      '+ }',
      rxLower('--group G1'),
    ]);
    expect(there.stdout).toContain('global_defs\n {\n+    vrrp_notify_fifo');
    const written = (path: string): string => readFileSync(join(folder, '10.10.0.2', path), 'utf8');
    expect(written('etc/floatip/config.yaml')).toContain('follow: G1');
    expect(written(instances)).toContain('--group G1');
    expect(statSync(join(folder, '10.10.0.2', conf)).mode & 0o777).toBe(0o600);
  });

  it('has keepalived announce what nobody else moves', async () => {
    const lines = '    garp_master_delay 5\n    virtual_ipaddress {\n        10.10.0.99\n    }';
    const conf = temporaryFile('keepalived.conf', classic(lines));
    const there = await run(conf, '--address tencent-havip:havip-9o233uri --by fifo');
    expect(changes(there)).toContain('+ garp_master_refresh 5');
    expect(changes(there)).not.toContain('+ garp_master_delay 1');
    expect(there.stdout).toContain('id: havip-9o233uri, ip: 10.10.0.99, interface: eth0');
  });

  it('takes the addresses that the cloud lists here, or says what scripts speak of', async () => {
    const script = temporaryFile('master.sh', "IP='203.0.113.77'\n");
    const conf = temporaryFile('keepalived.conf', classic(`    notify_master ${script}`));
    const listed = await keepalivedHost(undefined, undefined, { node: '111' }).run(
      `init --from ${conf}`,
    );
    expect(listed.code).toBe(0);
    expect(listed.stdout).toContain(
      'kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1',
    );
    const unlisted = await run(conf, '--by both');
    expect(unlisted.code).toBe(2);
    expect(unlisted.stderr).toContain('its scripts speak of 203.0.113.77');
  });

  it.each([
    ['/no/such/keepalived.conf', web, 3, 'Cannot use /no/such/keepalived.conf'],
    ['/dev/null', web, 3, 'no vrrp_instance'],
    ['/dev/null', `${web} --topology single`, 2, '--from does not go with --topology'],
  ])('refuses %s %s', async (conf, options, code, says) => {
    const there = await run(conf, options);
    expect({ code: there.code, stdout: there.stdout }).toEqual({ code, stdout: '' });
    expect(there.stderr).toContain(says);
  });

  it.skipIf(!canTestConfigs)('writes what keepalived takes', async () => {
    const folder = temporaryFolder();
    const script = temporaryFile('master.sh', "IP='203.0.113.10'\n");
    const conf = temporaryFile('keepalived.conf', classic(`    notify_master ${script}`));
    await run(conf, `${web} --write ${folder}`);
    const tree = join(folder, '10.10.0.2');
    const complaints = inOwnEtc(`cp -r ${tree}/etc /
      for conf in ${conf} ${tree}${conf}; do
        keepalived --config-test=$conf.log --use-file $conf || true
        cat $conf.log
        echo --
      done`);
    // What the tutorial has is refused by keepalived as it is now, and mended on the way.
    const [before, after] = complaints.split('--\n');
    expect(before).toContain('No VIP specified');
    expect(after).toMatch(/^SECURITY VIOLATION [^\n]*\n$/);
  });
});
