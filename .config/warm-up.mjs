import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Takes an address over once in each embedded cloud, so that bin/floatip.js keeps what V8 compiled. */
export async function warmUp() {
  const folder = mkdtempSync(join(tmpdir(), 'floatip-build-'));
  const cloud = spawn(
    process.execPath,
    ['bin/floatip.js', 'cloud', '--json', 'test/support/both-clouds.yaml'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    const [line] = await once(cloud.stdout, 'data');
    const { endpoint, metadata } = JSON.parse(String(line));
    await promisify(execFile)(
      process.execPath,
      ['bin/floatip.js', 'assign', '203.0.113.10', 'eip-web00001', '--provider', 'digitalocean'],
      {
        env: {
          PATH: process.env.PATH,
          FLOATIP_CONFIG: '/dev/null',
          DO_TOKEN: 'dop_v1_rehearsal',
          FLOATIP_RUNTIME_DIR: folder,
          FLOATIP_STATE_DIR: folder,
          FLOATIP_DIGITALOCEAN_ENDPOINT: endpoint,
          FLOATIP_DIGITALOCEAN_METADATA: metadata['222'],
          TENCENTCLOUD_SECRET_ID: 'AKIDrehearsal',
          TENCENTCLOUD_SECRET_KEY: 'rehearsal',
          FLOATIP_TENCENT_ENDPOINT: endpoint,
          FLOATIP_TENCENT_METADATA: metadata['ins-lb200002'],
        },
      },
    );
  } finally {
    cloud.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
