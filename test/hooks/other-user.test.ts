import { spawn, spawnSync } from 'node:child_process';
import { chownSync, chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { ending, hookHost } from '../support/hook.ts';
import { startServedCloud } from '../support/served-cloud.ts';

/** As whom keepalived runs its scripts here: nobody else's folders in /tmp are touched. */
const user = 65_533;
const canTry =
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['--mount', 'true']).status === 0 &&
  spawnSync('setpriv', ['--version']).status === 0;
if (!canTry) console.log('hooks of another user than the watcher are not tried: this needs root');

/** On a /run of its own, a watcher as the unit starts it with Group=, then a hook; both know the config only. */
const script = `
set -e
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -m 0750 /run/floatip
chgrp ${user} /run/floatip
umask 077
setpriv --regid=${user} --clear-groups env -i FLOATIP_STATE_DIR="$STATE" "$FLOATIP" watch --config "$CONFIG" &
watcher=$!
trap 'kill -KILL $watcher' EXIT
tries=0
until [ -S /run/floatip/watch.sock ]; do
  tries=$((tries + 1))
  [ $tries -lt 500 ] || exit 1
  sleep 0.02
done
umask 0177
setpriv --reuid=${user} --regid=${user} --clear-groups \
  env -i FLOATIP="$FLOATIP" hooks/keepalived-notify --config "$CONFIG" INSTANCE VI_1 MASTER 200
# The watcher writes it down a moment later.
tries=0
until grep -qs MASTER "$STATE/journal.jsonl"; do
  tries=$((tries + 1))
  [ $tries -lt 500 ] || exit 1
  sleep 0.02
done
`;

/** On an /etc of its own, a hook whose user may not enter the folder of the config. */
const closedScript = `
set -e
mount -t tmpfs -o mode=755 tmpfs /etc
mkdir -m 0700 /etc/floatip
touch /etc/floatip/config.yaml
exec setpriv --reuid=${user} --regid=${user} --clear-groups \
  env -i FLOATIP="$FLOATIP" FLOATIP_RUNTIME_DIR=/dev/null/run FLOATIP_STATE_DIR=/dev/null/state \
  hooks/keepalived-notify INSTANCE VI_1 MASTER 200 2>&1
`;

describe.skipIf(!canTry)('a hook that runs as another user than the watcher', () => {
  it('hands its event over where it may only enter the folder', async () => {
    const served = await startServedCloud();
    const { config, state } = hookHost(served);
    const ownFolder = join(tmpdir(), `floatip-${user}`);
    rmSync(ownFolder, { recursive: true, force: true });
    onTestFinished(() => rmSync(ownFolder, { recursive: true, force: true }));
    const token = join(config, '../token');
    chownSync(token, 0, user);
    chmodSync(token, 0o640);
    const env = {
      PATH: process.env['PATH'],
      FLOATIP: resolve('bin/floatip.js'),
      CONFIG: config,
      STATE: state,
    };
    const child = spawn('unshare', ['--mount', 'sh', '-c', script], { env, stdio: 'ignore' });
    expect(await ending(child)).toBe(0);
    expect(readFileSync(join(ownFolder, 'hook.log'), 'utf8')).toContain('handed over');
    expect(existsSync(join(ownFolder, 'journal.jsonl'))).toBe(false);
    expect(readFileSync(join(state, 'journal.jsonl'), 'utf8')).toContain('"state":"MASTER"');
  });

  it('does not take a config that it cannot get at for none at all', () => {
    const env = { PATH: process.env['PATH'], FLOATIP: resolve('bin/floatip.js') };
    const args = ['--mount', 'sh', '-c', closedScript];
    const { status, stdout } = spawnSync('unshare', args, { env });
    expect({ status, stdout: stdout.toString() }).toMatchObject({
      status: 3,
      stdout: expect.stringContaining(
        'Cannot read the config file /etc/floatip/config.yaml: EACCES',
      ),
    });
  });
});
