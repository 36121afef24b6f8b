import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { canInstall, emptyHost, packed } from './host.ts';

/** The role on a copy of this machine, which has Ansible, and lists of Debian's packages that are a day old at most. */

const canPlay = canInstall && spawnSync('ansible-playbook', ['--version']).status === 0;
if (!canPlay) console.log('the role is not played: Debian has Ansible in ansible-core');

const variables = JSON.stringify({
  floatip_deb: canPlay ? packed('here', 'amd64.deb') : '',
  floatip_address: 'digitalocean-reserved-ip:203.0.113.10',
  floatip_hosts: ['192.0.2.1', '192.0.2.2'],
  floatip_interface: 'here',
  floatip_check: 'tcp:80',
  floatip_secrets: { do_token: 'dop_v1_rehearsal' },
  floatip_start: false,
});

const play = [
  'export LC_ALL=C.UTF-8 ANSIBLE_NOCOLOR=1',
  'touch /var/lib/apt/periodic/update-success-stamp',
  "printf '[floatip]\\nlocalhost\\n' >/tmp/hosts",
  `cd '${resolve('contrib/ansible')}'`,
  `ansible-playbook --connection local --inventory /tmp/hosts -e '${variables}' site.yml`,
].join('\n');

describe.skipIf(!canPlay)('the role of Ansible', () => {
  it('makes a host, and changes nothing the next time', { timeout: 900_000 }, async () => {
    const host = await emptyHost({ path: '/' });
    const looked = host.run(`${play} --check`);
    expect(looked).toMatch(/failed=0/);
    expect(host.run('ls /etc/floatip 2>/dev/null || echo none')).toBe('none\n');

    expect(host.run(play)).toMatch(/changed=[1-9].* failed=0/);
    expect(host.run('floatip config check')).toContain('203.0.113.10');
    expect(host.run("stat -c '%a %U' /etc/floatip/do_token")).toBe('600 root\n');
    expect(host.run('cat /etc/keepalived/keepalived.conf')).toContain('192.0.2.2');

    expect(host.run(play)).toMatch(/changed=0 .* failed=0/);
  });
});
