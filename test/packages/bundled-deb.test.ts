import { describe, expect, it } from 'vitest';

import { failuresOf } from './doctor.ts';
import { canInstall, emptyHost, packed } from './host.ts';
import type { EmptyHost } from './host.ts';
import { callsOfSystemd, standInForSystemd } from './no-systemd.ts';
import {
  configure,
  hasTold,
  isHeldHere,
  startCloud,
  startKeepalived,
  stopKeepalived,
  takeAway,
  until,
} from './pair.ts';

const install = 'dpkg --force-unsafe-io -i';
const places = '/etc /run /usr /var';
const files = `find ${places} -xdev -path "*floatip*" -type f`;

const packsWithoutCache = `
cd /usr/lib/floatip/dist
for pack in floatip.*.cjs; do
  ls \${pack%.cjs}.*.takeover.cache >/dev/null 2>&1 || echo $pack
done`;

describe.skipIf(!canInstall)('the package with its own Node', () => {
  it('serves a host from its installation to its purge', { timeout: 600_000 }, async () => {
    const host = await emptyHost('bookworm');
    expect(host.run('command -v node npm || echo none')).toBe('none\n');
    const empty = host.run(files);

    host.run(`${install} ${packed('before', 'amd64.deb')}`);
    expect(host.run('floatip --version')).toMatch(/^floatip \d.*\(node v24\./);
    expect(host.run('floatip demo')).toContain('read the owner back: it is there');
    // A program of its operator stands for any cloud, and starts slowly enough for V8 not to matter.
    expect(host.run(packsWithoutCache)).toBe('floatip.exec.cjs\n');
    expect(host.run('man -w floatip floatip-assign floatip.yaml | wc -l')).toBe('3\n');
    expect(host.run('cat /etc/cron.d/floatip')).not.toMatch(/^[^#\n].*floatip/m);
    expect(host.run('ls -d /run/floatip /var/lib/floatip 2>/dev/null || echo none')).toBe('none\n');

    takesOver(host);
    expect(failuresOf(host)).toEqual([]);

    host.run('echo "# ours" >>/etc/floatip/keepalived-notify');
    const history = host.run('floatip history --json');
    host.run(`${install} ${packed('here', 'amd64.deb')}`);
    expect(host.run("dpkg-query -W -f '${Version}' floatip-bundled")).not.toBe('0.0.1');
    expect(host.run('floatip history --json')).toBe(history);
    expect(host.run('tail -n 1 /etc/floatip/keepalived-notify')).toBe('# ours\n');
    expect(host.run('floatip status')).toMatch(/web .*MASTER.*ok/);
    host.run(takeAway);
    expect(host.run('floatip reconcile --json')).toContain('"outcome":"moved"');

    host.run(stopKeepalived);
    host.run(takeAway);
    host.run(startKeepalived);
    host.run(until(isHeldHere));
    host.run(stopKeepalived);

    host.run('dpkg -r floatip-bundled');
    const kept = host.run(files).trim().split('\n');
    expect(kept).toContain('/etc/floatip/config.yaml');
    expect(kept).toContain('/var/lib/floatip/journal.jsonl');
    expect(kept.filter((path) => path.startsWith('/usr/'))).toEqual([]);
    whatIsLeftDoesNoHarm(host);

    host.run('dpkg -P floatip-bundled');
    expect(host.run(files)).toBe(empty);
    expect(host.run(`find ${places} -xdev -name "*floatip*"`)).toBe('');
  });

  it(
    'starts nothing, and restarts what runs when it is upgraded',
    { timeout: 300_000 },
    async () => {
      const host = await emptyHost('bookworm');
      host.run(standInForSystemd);
      host.run(`${install} ${packed('before', 'amd64.deb')}`);
      expect(callsOfSystemd(host)).toEqual(['--system daemon-reload']);
      host.run(`${install} ${packed('here', 'amd64.deb')}`);
      expect(callsOfSystemd(host)).toContain('try-restart floatip.service');
      host.run('dpkg -P floatip-bundled');
      expect(callsOfSystemd(host)).toContain('stop floatip.service');
    },
  );
});

/** By a hook under a real keepalived. */
function takesOver(host: EmptyHost): void {
  host.run(configure);
  host.run(startCloud);
  host.run(`! ${isHeldHere}`);
  host.run(startKeepalived);
  host.run(until(isHeldHere));
  host.run(until(hasTold));
  expect(host.run('floatip status')).toMatch(/web .*MASTER.*ok/);
}

/** Who removed the package may have left its hook in keepalived.conf, and its line in cron. */
function whatIsLeftDoesNoHarm(host: EmptyHost): void {
  expect(host.refused('/etc/floatip/keepalived-notify INSTANCE VI_1 MASTER 200')).toContain(
    'there is no floatip in',
  );
  expect(host.run('cat /run/floatip/*/unheard/*')).toContain('argument MASTER\n');
  const line = "sed -n 's/^#\\* \\* \\* \\* \\* root //p' /etc/cron.d/floatip";
  expect(host.run(line)).toContain('floatip reconcile');
  expect(host.run(`${line} | sh -e`)).toBe('');
}
