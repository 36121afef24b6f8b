import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const config = `addresses:
  - { name: eip, kind: tencent-eip, id: eip-web00001 }
  - { name: elastic, kind: aws-eip, id: eipalloc-00000001 }
  - { name: stack, kind: openstack-floating-ip, ip: 203.0.113.50 }
  - { name: floating, kind: hetzner-floating-ip, ip: 203.0.113.30 }
  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1 }
  - { name: six, kind: digitalocean-reserved-ipv6, ip: '2001:db8::10' }
`;

/**
 * Looks at an address, and has one taken over in each embedded cloud, by hand and by a hook, so that bin/floatip.js
 * keeps what V8 compiled: this one, or another that another Node starts. One after the other, and each goes on from
 * what the one before it left: so nothing depends on which answer comes first, and the same build leaves the same
 * bytes.
 */
export async function warmUp(starter = [process.execPath, 'bin/floatip.js']) {
  const [command, ...args] = starter;
  const folder = mkdtempSync(join(tmpdir(), 'floatip-build-'));
  const dist = join(dirname(args.at(-1)), '..', 'dist');
  const cloud = spawn(
    process.execPath,
    ['bin/floatip.js', 'cloud', '--json', 'test/support/one-of-each-cloud.yaml'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    const [line] = await once(cloud.stdout, 'data');
    const { endpoint, metadata } = JSON.parse(String(line));
    const env = environment(endpoint, metadata, folder);
    const path = join(folder, 'config.yaml');
    writeFileSync(path, config, { mode: 0o600 });
    await promisify(execFile)(command, [...args, 'status', 'web', '-c', path], { env });
    forgetHot(dist);
    const runs = [
      ['assign', 'eip'],
      ['assign', 'elastic'],
      ['assign', 'stack'],
      ['assign', 'floating'],
      ['assign', 'web'],
      // What is here already would not be written.
      ['assign', 'web', '--to', '111'],
      ['notify', 'INSTANCE', 'VI_1', 'MASTER', '200'],
    ];
    for (const run of runs) {
      goOnFrom(dist);
      await promisify(execFile)(command, [...args, ...run, '-c', path], { env });
      leaveLate(dist);
    }
    keepBest(dist);
  } finally {
    // At its end it would keep what V8 compiled of itself.
    cloud.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

function environment(endpoint, metadata, folder) {
  return {
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
    HCLOUD_TOKEN: 'hcloud-rehearsal',
    FLOATIP_HETZNER_ENDPOINT: endpoint,
    FLOATIP_HETZNER_METADATA: metadata['22222'],
    FLOATIP_AWS_ENDPOINT: endpoint,
    FLOATIP_AWS_METADATA: metadata['i-00000002'],
    OS_AUTH_URL: `${endpoint}/identity/v3`,
    OS_APPLICATION_CREDENTIAL_ID: 'rehearsal',
    OS_APPLICATION_CREDENTIAL_SECRET: 'rehearsal',
    FLOATIP_OPENSTACK_METADATA: metadata['8e3941b4-a6e9-499f-a1ac-2a4662025c02'],
  };
}

/** What `status` leaves, the others add to; but for the packs of a takeover, which is not to read more than it needs. */
function forgetHot(dist) {
  for (const name of readdirSync(dist)) {
    if (name.endsWith('.cache') && !openedLate.test(name)) rmSync(join(dist, name));
  }
}

const ofTakeover = '.takeover.cache';

const openedLate = /^floatip\.(?:rest|later|ip)\./;

/**
 * These a takeover opens once its write has left, at a moment that no two runs share, and V8 numbers functions as it
 * meets them. `status` leaves the same each time.
 */
function leaveLate(dist) {
  for (const name of readdirSync(dist)) {
    if (openedLate.test(name) && name.endsWith(ofTakeover)) rmSync(join(dist, name));
  }
}

/** What the last takeover left is what the next one starts from, and adds to. */
function goOnFrom(dist) {
  for (const name of readdirSync(dist)) {
    if (name.endsWith(ofTakeover)) renameSync(join(dist, name), join(dist, plain(name)));
  }
}

/** What the last takeover did not open, one before it left. */
function keepBest(dist) {
  for (const name of readdirSync(dist)) {
    if (!name.endsWith('.cache') || name.endsWith(ofTakeover)) continue;
    const best = join(dist, name.replace(/\.cache$/, ofTakeover));
    if (existsSync(best)) rmSync(join(dist, name));
    else renameSync(join(dist, name), best);
  }
}

function plain(name) {
  return name.replace(ofTakeover, '.cache');
}
