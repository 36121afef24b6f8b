import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { keepalivedHost } from '../support/keepalived-host.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';

/** The command of a page that writes files, and what it prints there. */
function exampleIn(page: string): { readonly command: string; readonly printed: string } {
  const text = readFileSync(page, 'utf8');
  const [, command = '', block = ''] =
    /^ {4}\$ floatip (init .*--write .*)\n((?: {4}.*\n|\n(?= {4}))+)/m.exec(text) ?? [];
  return { command, printed: block.replaceAll(/^ {4}/gm, '') };
}

/** As lines end where nobody sees it. */
function trimmed(text: string): string {
  return text.replaceAll(/[ \t]+$/gm, '').trimEnd();
}

it('changes the keepalived.conf of the tutorials as the page says', async () => {
  const { command, printed } = exampleIn('docs/from-master-sh.md');
  const script = temporaryFile('master.sh', "export DO_TOKEN='…'\nIP='203.0.113.10'\n");
  const conf = temporaryFile(
    'keepalived.conf',
    tutorial.replace('/etc/keepalived/master.sh', script),
    0o644,
  );
  const folder = join(temporaryFolder(), 'moved');
  const line = command.replace('/etc/keepalived/keepalived.conf', conf).replace('moved', folder);
  const run = await keepalivedHost().run(line);
  expect(run.code).toBe(0);
  const said = run.stdout
    .replaceAll(folder, 'moved')
    .replaceAll(conf, '/etc/keepalived/keepalived.conf')
    .replaceAll(script, '/etc/keepalived/master.sh');
  expect(trimmed(said)).toBe(trimmed(printed));
});

const tutorial = `vrrp_script chk_nginx {
    script "pidof nginx"
    interval 2
}

vrrp_instance VI_1 {
    interface eth1
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

    notify_master /etc/keepalived/master.sh
}
`;
