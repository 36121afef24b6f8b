import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { canInstall, emptyHost, packages } from './host.ts';
import { configure, startCloudInImage, until } from './pair.ts';

const built = join(packages, 'image');
const hasImage = canInstall && existsSync(built);
if (!hasImage) console.log('the image is not tried: mmdebstrap, umoci and skopeo make it, as root');

const fifo = '/run/keepalived/notify.fifo';

describe.skipIf(!hasImage)('the image', () => {
  it('watches by itself, and takes what a FIFO tells', { timeout: 600_000 }, async () => {
    const { root, command } = unpacked();
    expect(command).toEqual(['/usr/bin/floatip', 'watch', '--fifo', fifo]);
    const host = await emptyHost({ path: root });
    expect(host.run('command -v apt-get node || echo none')).toBe('none\n');
    expect(host.run('command -v arping')).toContain('arping');
    host.run(configure);
    host.run(startCloudInImage);
    host.run(`mkdir -p /run/keepalived /var/lib/floatip; mkfifo ${fifo}`);
    host.run(`setsid ${command.join(' ')} </dev/null >/tmp/watch.log 2>&1 &`);
    host.run(until('grep -q "reads the FIFO" /tmp/watch.log'));
    host.run(`echo 'INSTANCE "VI_1" MASTER 200' >${fifo}`);
    host.run(until(`grep -q '"outcome":"moved","from":"111","to":"222"' /tmp/watch.log`));
    expect(host.run('floatip status')).toMatch(/web .*MASTER.*ok/);
  });
});

interface Bundle {
  readonly process: { readonly args: readonly string[] };
}

/** What a runtime would see of it, and start. */
function unpacked(): { readonly root: string; readonly command: readonly string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'floatip-image-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [name = ''] = readdirSync(built);
  const layout = join(folder, 'layout');
  execFileSync('skopeo', [
    'copy',
    '--quiet',
    `docker-archive:${join(built, name)}`,
    `oci:${layout}:it`,
  ]);
  execFileSync('umoci', ['unpack', '--image', `${layout}:it`, join(folder, 'bundle')]);
  const bundle: Bundle = JSON.parse(readFileSync(join(folder, 'bundle/config.json'), 'utf8'));
  return { root: join(folder, 'bundle/rootfs'), command: bundle.process.args };
}
