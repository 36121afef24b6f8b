import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import type { Edition } from '../packaging/edition.ts';

/** What makes an image here, without a daemon and without root; Debian has all of them. */
const tools = ['mmdebstrap', 'umoci', 'skopeo'];

const mirror = process.env['FLOATIP_MIRROR'] ?? 'http://deb.debian.org/debian';
// As OCI calls it.
const arch = process.arch === 'arm64' ? 'arm64' : 'amd64';

export interface ImageOptions {
  readonly edition: Edition;
  /** Where floatip-bundled is. */
  readonly packages: string;
  readonly out: string;
}

/** Which tools are not here. */
export function missingForImage(): readonly string[] {
  return tools.filter((tool) => spawnSync(tool, ['--version']).status !== 0);
}

/** An image of floatip-bundled on Debian: what Containerfile says, for hosts that have no buildah. Returns its path. */
export function buildImage({ edition, packages, out }: ImageOptions): string {
  const { version } = edition;
  const folder = mkdtempSync(join(tmpdir(), 'floatip-image-'));
  const run = runnerFor(edition);
  try {
    const layer = layerOf(debIn(packages, version), folder, run);
    const image = `${join(folder, 'layout')}:${version}`;
    run('umoci', 'init', '--layout', join(folder, 'layout'));
    run('umoci', 'new', '--image', image);
    run('umoci', 'raw', 'add-layer', '--image', image, '--no-history', layer);
    run('umoci', 'config', '--image', image, '--no-history', ...settingsOf(edition));
    const path = join(out, `floatip_${version}_${arch}.image.tar`);
    rmSync(path, { force: true });
    const archive = `docker-archive:${resolve(path)}:floatip:${version}`;
    run('skopeo', 'copy', '--quiet', `oci:${image}`, archive);
    return path;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function debIn(path: string, version: string): string {
  const found = readdirSync(path).find((one) => one === `floatip-bundled_${version}_${arch}.deb`);
  if (found === undefined) throw new Error(`There is no floatip-bundled of ${version} in ${path}`);
  return join(path, found);
}

type Run = (tool: string, ...args: readonly string[]) => void;

/** Debian without apt, with arping, which announces a HAVIP, and the package. */
function layerOf(deb: string, folder: string, run: Run): string {
  const copy = join(folder, 'floatip.deb');
  copyFileSync(deb, copy);
  const path = join(folder, 'layer.tar');
  const options = ['--quiet', '--variant=essential', `--architectures=${arch}`];
  const included = '--include=ca-certificates,iputils-arping,libgcc-s1,libstdc++6';
  const hooks = [
    `copy-in ${copy} /tmp`,
    'chroot "$1" dpkg -i /tmp/floatip.deb >/dev/null',
    'rm -rf "$1"/tmp/* "$1"/var/cache/* "$1"/var/lib/apt/* "$1"/var/log/* "$1"/usr/share/doc/*/changelog*',
  ].map((hook) => `--customize-hook=${hook}`);
  run('mmdebstrap', ...options, included, ...hooks, 'bookworm', path, mirror);
  return path;
}

function settingsOf({ version, date }: Edition): readonly string[] {
  const options: readonly (readonly [string, string])[] = [
    ['--created', new Date(date * 1000).toISOString()],
    ['--os', 'linux'],
    ['--architecture', arch],
    ['--config.entrypoint', '/usr/bin/floatip'],
    ['--config.cmd', 'watch'],
    ['--config.cmd', '--fifo'],
    ['--config.cmd', '/run/keepalived/notify.fifo'],
    ['--config.volume', '/run/floatip'],
    ['--config.volume', '/var/lib/floatip'],
    ['--config.label', `org.opencontainers.image.version=${version}`],
    ['--config.label', 'org.opencontainers.image.licenses=Apache-2.0'],
  ];
  return options.flat();
}

function runnerFor({ date }: Edition): Run {
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(date) };
  return (tool, ...args) => {
    execFileSync(tool, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  };
}
