import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import type { Root } from './roots.ts';

/** A Debian without floatip and without a network, changes to which are gone with it. */
export interface EmptyHost {
  /** What lines of sh print there, as root. Throws what they say where they fail. */
  run(script: string): string;
  /** Where they have to fail: what they say. */
  refused(script: string): string;
}

const namespaces = ['--mount', '--net', '--pid', '--fork', '--kill-child'];

/** What `npm run test:packages` has built: `here`, in another place `there`, and the version `before`. */
export const packages = process.env['FLOATIP_PACKAGES'] ?? '';

/** Where it has made the hosts to install them on. */
const roots = process.env['FLOATIP_ROOTS'] ?? '';

export const canInstall = packages !== '' && roots !== '' && hasOverlays();
if (!canInstall) console.log('packages are not installed: npm run test:packages does it, as root');

/** The path of a package on such a host. */
export function packed(where: 'here' | 'before', ending: string): string {
  const name = readdirSync(join(packages, where)).find((one) => one.endsWith(ending));
  if (name === undefined) throw new Error(`No package ${ending} was built`);
  return `/packages/${where}/${name}`;
}

function hasOverlays(): boolean {
  const probe = 'mount -t tmpfs t /mnt && mkdir /mnt/u /mnt/w /mnt/m && mount -t overlay o -o';
  const options = 'lowerdir=/,upperdir=/mnt/u,workdir=/mnt/w /mnt/m';
  return spawnSync('unshare', [...namespaces, 'sh', '-c', `${probe} ${options}`]).status === 0;
}

const setUp = `
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs /mnt
mkdir /mnt/changes /mnt/work /mnt/host
mount -t overlay overlay -o lowerdir="$ROOT",upperdir=/mnt/changes,workdir=/mnt/work /mnt/host
cd /mnt/host
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t tmpfs tmpfs dev
for device in null zero full random urandom tty; do
  : >dev/$device
  mount --bind /dev/$device dev/$device
done
mkdir -p dev/shm packages
mount --bind "$PACKAGES" packages
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
ip link set lo up
ip link add here type veth peer name there
ip address add 192.0.2.1/24 dev here
ip link set here up
ip link set there up
echo ready
exec sleep infinity
`;

export async function emptyHost(root: Root | { readonly path: string }): Promise<EmptyHost> {
  const path = typeof root === 'string' ? join(roots, root) : root.path;
  const env = { PATH: process.env['PATH'], PACKAGES: packages, ROOT: path };
  const child = spawn('unshare', [...namespaces, 'sh', '-c', setUp], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error('There is no host to install anything on');
  });
  await Promise.race([once(child.stdout, 'data'), ended]);
  const first = firstInside(child.pid ?? 0);
  return {
    run(script) {
      const { status, said } = runInside(first, script);
      if (status !== 0) throw new Error(`It ended with ${status}: ${said}`);
      return said;
    },
    refused(script) {
      const { status, said } = runInside(first, script);
      if (status === 0) throw new Error(`It was not refused: ${said}`);
      return said;
    },
  };
}

function firstInside(pid: number): string {
  const path = `/proc/${pid}/task/${pid}/children`;
  const [first] = existsSync(path) ? readFileSync(path, 'utf8').split(' ') : [];
  if (first === undefined || first === '') throw new Error('The host has ended');
  return first;
}

function runInside(
  first: string,
  script: string,
): { readonly status: number; readonly said: string } {
  const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };
  const inside = ['--target', first, '--mount', '--net', '--pid'];
  const lines = ['chroot', '/mnt/host', 'sh', '-ec', `exec 2>&1\n${script}`];
  const run = spawnSync('nsenter', [...inside, ...lines], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status: run.status ?? -1, said: run.stdout };
}
