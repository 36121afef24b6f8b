import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import { bootFolder } from '../support/boot-folder.ts';
import { ending, hookHost } from '../support/hook.ts';
import type { HookHost } from '../support/hook.ts';
import { oddFiles, oddFolders } from '../support/odd-files.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** The built floatip, as root, in folders that belong to the user of the hooks. */

const isRoot = process.getuid?.() === 0;
const user = 65_532;

const ip = '203.0.113.10';
const contest = `digitalocean-reserved-ip_${ip}`;

interface Shared {
  readonly served: ServedCloud;
  readonly host: HookHost;
  /** What of this boot is in the runtime folder. */
  readonly boot: string;
}

/** A host on which a hook has taken the address, and another node has taken it from there. */
async function sharedHost(): Promise<Shared> {
  const served = await startServedCloud();
  const host = hookHost(served);
  for (const folder of [host.runtime, host.state]) {
    mkdirSync(folder, { mode: 0o700 });
    if (isRoot) chownSync(folder, user, user);
  }
  expect(await host.run(['notify', 'INSTANCE', 'VI_1', 'MASTER', '200'])).toBe(0);
  takeAway(served);
  return { served, host, boot: bootFolder(host.runtime) };
}

function takeAway({ cloud: { digitalocean } }: ServedCloud): void {
  digitalocean.settle();
  const reserved = digitalocean.reservedIps.get(ip);
  if (reserved !== undefined) digitalocean.place(reserved, 111);
}

function holder({ cloud: { digitalocean } }: ServedCloud): number | null | undefined {
  digitalocean.settle();
  return digitalocean.reservedIps.get(ip)?.droplet;
}

/** Runs to the end, unless it hangs: then it is killed, and says so. */
async function runInTime({ start }: HookHost, args: readonly string[]): Promise<number | string> {
  const child = start(args);
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  try {
    return await ending(child);
  } finally {
    clearTimeout(timer);
  }
}

const takeover = ['notify', 'INSTANCE', 'VI_1', 'MASTER', '200'];

/** Every sort of file that floatip has: who it is, its config, a contest, lines, an event, a run, a socket. */
function filesOf({ host, boot }: Shared): readonly string[] {
  return [
    join(host.runtime, 'identity.json'),
    join(host.runtime, 'config.json'),
    join(host.runtime, 'watch.sock'),
    join(host.state, 'journal.jsonl'),
    join(host.state, 'hook.log'),
    join(boot, 'contests', contest),
    join(boot, 'events', 'VI_1', '1-1-BACKUP'),
    join(boot, 'runs', contest, '1-1-claim-1-1'),
  ];
}

it.each(oddFiles)('%s in the place of each file keeps no takeover', async (_what, put) => {
  const shared = await sharedHost();
  const { served, host } = shared;
  for (const path of filesOf(shared)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    rmSync(path, { force: true });
    // Well formed, and wrong: nothing of it may be believed.
    put(path, '{"bootId":"","facts":{"digitalocean":{"node":"999"}}}');
  }
  expect(await runInTime(host, takeover)).toBe(0);
  expect(holder(served)).toBe(222);
  takeAway(served);
  expect(await runInTime(host, ['assign', 'web'])).toBe(0);
  expect(holder(served)).toBe(222);
});

const folders: readonly (readonly [string, (boot: string) => string])[] = [
  ['all of this boot', (boot) => boot],
  ['the events', (boot) => join(boot, 'events')],
  ['the events of an instance', (boot) => join(boot, 'events', 'VI_1')],
  ['the runs', (boot) => join(boot, 'runs')],
  ['the runs for an address', (boot) => join(boot, 'runs', contest)],
];

/** A link to each of them, and all else in the place of one. */
const inTheWay = oddFolders.flatMap(([what, put]) =>
  folders.slice(0, what === 'a link' ? 5 : 1).map(([place, of]) => ({ what, put, place, of })),
);

it.each(inTheWay)(
  '$what in the place of $place keeps no takeover, and leads nowhere',
  async ({ put, of }) => {
    const { served, host, boot } = await sharedHost();
    const precious = temporaryFolder();
    // What would be cleared away where it was believed to be of an event or of a run.
    const names = Array.from({ length: 20 }, (_, index) => `${index}-7-BACKUP`);
    for (const name of [...names, '1-1-claim-1-1']) writeFileSync(join(precious, name), '');
    const before = readdirSync(precious);
    renameSync(of(boot), `${of(boot)}-before`);
    put(of(boot), precious);
    expect(await runInTime(host, takeover)).toBe(0);
    expect(holder(served)).toBe(222);
    expect(readdirSync(precious)).toEqual(before);
    const owners = before.map((name) => statSync(join(precious, name)).uid);
    expect(new Set(owners)).toEqual(new Set([process.getuid?.()]));
    const log = readFileSync(join(host.state, 'hook.log'), 'utf8');
    const warnings = log.split('\n').filter((line) => line.includes('cannot be used as it is'));
    expect(warnings).toEqual([expect.stringContaining(` path=${of(boot)}`)]);
    expect(warnings[0]).toMatch(/^\S+Z warn /);
  },
);

describe.skipIf(!isRoot)('a hook whose user has no folder', () => {
  const lastResort = join(tmpdir(), `floatip-${user}`);

  it.each([
    ['somebody else has made it', () => mkdirSync(lastResort, { mode: 0o777 })],
    ['a file is in its place', () => writeFileSync(lastResort, '')],
  ])('takes the address where %s', async (_what, occupy) => {
    const served = await startServedCloud();
    const { config } = hookHost(served);
    rmSync(lastResort, { recursive: true, force: true });
    onTestFinished(() => rmSync(lastResort, { recursive: true, force: true }));
    occupy();
    const token = join(config, '../token');
    chownSync(token, user, user);
    const line = `exec env -i FLOATIP=${resolve('bin/floatip.js')} hooks/keepalived-notify --config ${config} INSTANCE VI_1 MASTER 200`;
    const child = spawn('sh', ['-c', line], {
      stdio: ['ignore', 'pipe', 'pipe'],
      uid: user,
      gid: user,
    });
    let log = '';
    child.stderr.on('data', (chunk) => (log += String(chunk)));
    expect(await ending(child)).toBe(0);
    expect(holder(served)).toBe(222);
    const warnings = log.split('\n').filter((entry) => entry.includes('"level":"warn"'));
    expect(warnings.map((entry) => JSON.parse(entry))).toEqual([
      expect.objectContaining({
        msg: 'nothing is shared or kept',
        reason: expect.stringContaining(`${lastResort} is not its own`),
        hint: expect.stringContaining('FLOATIP_RUNTIME_DIR'),
      }),
    ]);
    expect(log).not.toContain('"level":"error"');
    expect(existsSync(join(lastResort, 'hook.log'))).toBe(false);
  });
});

const canMount = isRoot && spawnSync('unshare', ['--mount', 'true']).status === 0;
if (!canMount) console.log('full folders are not tried: this needs root');

/** Three hooks on folders in which there is no room for a byte. */
const fullScript = `
set -e
mount -t tmpfs -o mode=700,size=64k tmpfs "$RUNTIME"
head -c 65536 /dev/zero >"$RUNTIME/ballast"
for state in MASTER BACKUP MASTER; do
  "$FLOATIP" notify --config "$CONFIG" INSTANCE VI_1 $state 200 >/dev/null 2>&1 || exit 1
done
ls -A "$RUNTIME"
`;

it.skipIf(!canMount)('leaves no drafts behind on a disk that is full', async () => {
  const served = await startServedCloud();
  const { config, runtime, state } = hookHost(served);
  mkdirSync(runtime);
  const env = {
    PATH: process.env['PATH'],
    FLOATIP: resolve('bin/floatip.js'),
    CONFIG: config,
    RUNTIME: runtime,
    FLOATIP_RUNTIME_DIR: runtime,
    FLOATIP_STATE_DIR: state,
  };
  const child = spawn('unshare', ['--mount', 'sh', '-c', fullScript], { env });
  let names = '';
  child.stdout.on('data', (chunk) => (names += String(chunk)));
  expect(await ending(child)).toBe(0);
  expect(names.split('\n').filter((name) => name.startsWith('.'))).toEqual([]);
  expect(names).toContain('ballast');
});
