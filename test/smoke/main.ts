import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/**
 * `npm run smoke -- NODE…`: whether the built bundle works on each of these Nodes: the demo, a hook, the watcher,
 * and what V8 has compiled, which the second start takes and leaves as it is.
 */

interface Ended {
  readonly code: number | null;
  readonly printed: string;
}

interface Stage {
  readonly node: string;
  readonly home: string;
}

for (const node of process.argv.slice(2)) {
  const home = mkdtempSync(join(tmpdir(), 'floatip-smoke-'));
  cpSync('bin', join(home, 'bin'), { recursive: true });
  cpSync('dist', join(home, 'dist'), {
    recursive: true,
    filter: (path) => !/\.cache(?:\.\d+)?$/.test(path),
  });
  writeFileSync(
    join(home, 'config.yaml'),
    'addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1 }]',
  );
  try {
    const stage = { node, home };
    const version = await said(stage, ['--version'], /^floatip .*\(node v\d+/);
    await said(stage, ['demo'], /read the owner back/);
    await keepsItsCache(stage);
    await said(stage, ['notify', 'INSTANCE', 'VI_1', 'BACKUP', '100'], /^/);
    await said(stage, ['history'], /VI_1 BACKUP/);
    await watches(stage);
    console.log(`ok     ${version.trim()}`);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function said(stage: Stage, args: readonly string[], wanted: RegExp): Promise<string> {
  const { code, printed } = await ending(start(stage, args));
  if (code === 0 && wanted.test(printed)) return printed;
  throw new Error(`${stage.node} floatip ${args.join(' ')} ended with ${code}: ${printed}`);
}

function start({ node, home }: Stage, args: readonly string[]): ReturnType<typeof spawn> {
  const env = {
    PATH: process.env['PATH'],
    FLOATIP_STATE_DIR: join(home, 'state'),
    FLOATIP_RUNTIME_DIR: join(home, 'run'),
    FLOATIP_CONFIG: join(home, 'config.yaml'),
    // Nobody is there: what is told is recorded all the same.
    DO_TOKEN: 'dop_v1_smoke',
    FLOATIP_DIGITALOCEAN_ENDPOINT: 'http://127.0.0.1:9',
    FLOATIP_DIGITALOCEAN_METADATA: 'http://127.0.0.1:9',
  };
  return spawn(node, [join(home, 'bin/floatip.js'), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function ending(child: ReturnType<typeof spawn>): Promise<Ended> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('There is nothing to read from');
  const printed = Promise.all([text(stdout), text(stderr)]);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, printed: (await printed).join('') };
}

/** A cache that V8 does not take is written anew. */
async function keepsItsCache(stage: Stage): Promise<void> {
  const path = join(stage.home, 'dist');
  await said(stage, ['--version'], /^floatip/);
  const cache = readdirSync(path).find((name) => name.endsWith('.cache')) ?? '';
  const before = statSync(join(path, cache)).ino;
  await said(stage, ['--version'], /^floatip/);
  if (statSync(join(path, cache)).ino !== before) {
    throw new Error(`${stage.node} does not take the cache that it has made`);
  }
}

async function watches(stage: Stage): Promise<void> {
  const child = start(stage, ['watch', '--log-level', 'info']);
  const ended = ending(child);
  const journal = join(stage.home, 'state/journal.jsonl');
  const ready = new Promise<void>((resolve) => {
    child.stderr?.on('data', () => resolve());
    void ended.then(() => resolve());
  });
  await ready;
  await said(stage, ['notify', 'INSTANCE', 'VI_2', 'MASTER', '100'], /^/);
  child.kill();
  const { code, printed } = await ended;
  if (code !== 143 || !readFileSync(journal, 'utf8').includes('VI_2')) {
    throw new Error(`${stage.node} floatip watch ended with ${code}: ${printed}`);
  }
}
