import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { keepalivedHost } from '../support/keepalived-host.ts';
import { canRunKeepalived, startKeepalived, until } from '../support/real-keepalived.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';

/** Names as operators choose them, through what `floatip init` prints and a real keepalived. */

const names = [
  'VI_1',
  'VI 1',
  "O'Brien",
  'a#b',
  'a!b',
  'x {y} z',
  String.raw`a\b`,
  'größe',
  '-x',
  '$HOME',
];

interface Printed {
  /** How the instance is called in keepalived.conf. */
  readonly instance: string;
  /** The words that keepalived hands to the hook of a lower priority. */
  readonly script: string;
}

async function print(name: string): Promise<Printed> {
  const host = keepalivedHost(`
addresses:
  - name: web
    kind: digitalocean-reserved-ip
    ip: 203.0.113.10
    follow: ${JSON.stringify(name)}
`);
  const { stdout } = await host.run('init');
  const [, instance = ''] = /^# into vrrp_instance (.*), for web$/m.exec(stdout) ?? [];
  const [, script = ''] = /^ *notify_master_rx_lower_pri "(.*)"$/m.exec(stdout) ?? [];
  return { instance, script };
}

describe.skipIf(!canRunKeepalived)('floatip init', () => {
  it.each(names)('prints the name %s as keepalived reads it, and hands it on', async (name) => {
    const { instance, script } = await print(name);
    const told = join(temporaryFolder(), 'told');
    // In one write: two of them run at once.
    const hook = temporaryFile(
      'hook.sh',
      `#!/bin/sh\nline=$(printf '%s|' "$@")\nprintf '%s\\n' "$line" >>${told}\n`,
      0o755,
    );
    // The same words, at an event that one keepalived alone can have.
    const own = script.replace('/etc/floatip/keepalived-notify', hook);
    const lines = [`notify ${hook}`, `notify_master "${own}"`];
    startKeepalived({ instance, lines });
    const read = (): string => (existsSync(told) ? readFileSync(told, 'utf8') : '');
    await until(
      'two hooks of MASTER',
      () => read().split('MASTER').length === 3 && read().endsWith('\n'),
    );
    expect(read()).toContain(`INSTANCE|${name}|MASTER|200|\n`);
    expect(read()).toContain(`--instance|${name}|--state|MASTER_RX_LOWER_PRI|\n`);
  });
});

describe('floatip init', () => {
  it.each(['a "b"', '{', 'a\nb'])(
    'refuses the name %j, which keepalived cannot have',
    async (name) => {
      const follow = JSON.stringify(name);
      const config = `addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: ${follow} }]`;
      const run = await keepalivedHost(config).run('init');
      expect(run).toMatchObject({ code: 3, stdout: '' });
      expect(run.stderr).toContain('keepalived can have no instance of this name');
    },
  );

  const conf = (line: string): string => `vrrp_instance VI_9 {\n  notify /other.sh\n}
vrrp_instance VI_1 {
  interface eth0
  ${line}
}
`;

  it('looks into what the config includes, and into a script that hands on', async () => {
    const handsOn = temporaryFile('hands-on.sh', '#!/bin/sh\nexec keepalived-notify "$@"\n', 0o755);
    const included = temporaryFile('vrrp.conf', conf('notify /usr/local/bin/mail.sh'));
    const path = temporaryFile('keepalived.conf', `include ${included}\n`);
    const init = async () =>
      await keepalivedHost(undefined, undefined, {
        env: { FLOATIP_KEEPALIVED_CONF: path },
      }).run('init');
    expect((await init()).stderr).toContain(`VI_1 has a notify already, in ${included}:6,`);
    writeFileSync(included, conf(`notify ${handsOn}`));
    expect((await init()).stderr).toBe('');
  });

  it.each([
    ['notify /usr/local/bin/mail.sh', 'vrrp_instance VI_1 has a notify already, in '],
    ['notify "/etc/floatip/keepalived-notify"', ''],
    ['notify_master /usr/local/bin/mail.sh', ''],
    ['# notify /usr/local/bin/mail.sh', ''],
  ])('looks into the config of keepalived for another notify: %s', async (line, says) => {
    const path = temporaryFile('keepalived.conf', conf(line));
    const env = { FLOATIP_KEEPALIVED_CONF: path };
    const { code, stderr } = await keepalivedHost(undefined, undefined, { env }).run('init');
    expect(code).toBe(0);
    if (says === '') expect(stderr).toBe('');
    else expect(stderr).toContain(`${says}${path}:6, and keepalived ignores a second one`);
  });
});
