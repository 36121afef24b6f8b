import { describe, expect, it } from 'vitest';

import { hookHost } from '../support/hook.ts';
import { canMount, privateHost } from '../support/private-host.ts';
import { startServedCloud } from '../support/served-cloud.ts';

/** The shipped hook where mounts keep floatip from running, or its word from being kept. */

if (!canMount) console.log('hooks on odd mounts are not tried: this needs root');

const logger = `printf '#!/bin/sh\\necho "$*" >>"%s/syslog"\\n' "$FOLDER" >"$FOLDER/logger"; chmod 755 "$FOLDER/logger"\n`;

const hook = (floatip: string): string => `
code=0
env -i FLOATIP="${floatip}" PATH="$FOLDER:$PATH" "$HOOK" --config "$CONFIG" INSTANCE VI_1 MASTER 200 </dev/null >/dev/null 2>&1 || code=$?
echo $code >"$FOLDER/code"
"$FLOATIP" history --config "$CONFIG" >"$FOLDER/history" 2>"$FOLDER/errors" || true
`;

const noexec = `
mkdir /mnt/noexec
mount -t tmpfs -o noexec tmpfs /mnt/noexec
printf '#!/bin/sh\\n' >/mnt/noexec/floatip
chmod 755 /mnt/noexec/floatip
`;

const home = `
mkdir -p /mnt/home/bin
cp "$FLOATIP" /mnt/home/bin/floatip
mount -t tmpfs -o mode=000 tmpfs /mnt/home
`;

const full = `
mount -t tmpfs -o mode=700,nr_inodes=1 tmpfs /run/floatip
`;

describe.skipIf(!canMount)('a hook whose floatip', () => {
  it.each([
    [
      'is on a file system that is mounted noexec',
      noexec,
      '/mnt/noexec/floatip',
      /cannot be executed.*noexec/,
    ],
    [
      'is hidden by ProtectHome=',
      home,
      '/mnt/home/bin/floatip',
      /there is no \/mnt\/home\/bin\/floatip/,
    ],
  ])('%s says so, and its event is heard', async (_what, mounts, floatip, said) => {
    const host = privateHost(hookHost(await startServedCloud()));
    await host.run(`${logger}${mounts}${hook(floatip)}`);
    expect(Number(host.file('code'))).toBeGreaterThan(0);
    expect(host.file('syslog')).toMatch(said);
    expect(host.file('history')).toContain('so MASTER VI_1 was heard');
  });

  it('is missing, and whose folder is full, says that the event is lost', async () => {
    const host = privateHost(hookHost(await startServedCloud()));
    await host.run(`${logger}${full}${hook('/nonexistent')}`);
    expect(host.file('syslog')).toContain('the event is lost');
  });

  it('runs, and whose folder is full, says that nobody else knows', async () => {
    const served = await startServedCloud();
    const host = privateHost(hookHost(served));
    await host.run(`${logger}${full}${hook('$FLOATIP')}`);
    expect(host.file('code')).toBe('0\n');
    expect(host.file('syslog')).toContain('MASTER VI_1 could not be recorded in /run/floatip');
    served.cloud.digitalocean.settle();
    expect(served.cloud.digitalocean.reservedIps.get('203.0.113.10')?.droplet).toBe(222);
  });
});
