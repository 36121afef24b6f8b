import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A /etc and an eth0 of one's own, in which files are where they would be on a host. */

const namespaces = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];

/** Whether keepalived is here, and this user may give it a host of its own to look at. */
export const canTestConfigs =
  existsSync('/usr/sbin/keepalived') &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', [...namespaces, 'ip', 'link']).status === 0;
if (!canTestConfigs)
  console.log('not tried with keepalived --config-test: that needs it, and root');

const ownEtc = `
set -e
ip link add eth0 type veth peer name there
mount -t tmpfs tmpfs /mnt
cp -a /etc/. /mnt
mount --bind /mnt /etc
mkdir -p /etc/floatip /etc/keepalived
`;

/** What a script of sh prints there. */
export function inOwnEtc(script: string): string {
  const { stdout, stderr, status } = spawnSync(
    'unshare',
    [...namespaces, 'sh', '-c', `${ownEtc}\n${script}`],
    { encoding: 'utf8', timeout: 120_000 },
  );
  if (status !== 0) throw new Error(`The script ended with ${status}: ${stderr}`);
  return stdout;
}
