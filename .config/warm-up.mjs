import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Takes an address over once in each embedded cloud, so that bin/floatip.js keeps what V8 compiled: this one, or
 * another that another Node starts. One after the other, and each goes on from what the one before it left: so
 * nothing depends on which answer comes first, and the same build leaves the same bytes.
 */
export async function warmUp(starter = [process.execPath, 'bin/floatip.js']) {
  const [command, ...args] = starter;
  const folder = mkdtempSync(join(tmpdir(), 'floatip-build-'));
  const dist = join(dirname(args.at(-1)), '..', 'dist');
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
    const env = {
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
    };
    for (const address of [['203.0.113.10', '--provider', 'digitalocean'], ['eip-web00001']]) {
      goOnFrom(dist);
      await promisify(execFile)(command, [...args, 'assign', ...address], { env });
    }
  } finally {
    cloud.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the last takeover left is what the next one starts from, and adds to. */
function goOnFrom(dist) {
  for (const name of readdirSync(dist)) {
    if (!name.endsWith('.takeover.cache')) continue;
    renameSync(join(dist, name), join(dist, name.replace('.takeover.cache', '.cache')));
  }
}
