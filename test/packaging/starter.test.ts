import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { runCli } from '../support/run-cli.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** A copy of what is installed, without what V8 compiled. */
function freshCopy(): string {
  const folder = temporaryFolder();
  for (const part of ['bin', 'dist']) cpSync(part, join(folder, part), { recursive: true });
  for (const file of caches(folder)) rmSync(join(folder, 'dist', file));
  return folder;
}

function caches(folder: string): string[] {
  return readdirSync(join(folder, 'dist')).filter((name) => name.endsWith('.cache'));
}

describe('bin/floatip.js', () => {
  it('is handed a bundle of ASCII alone, as it takes a byte for a character', async () => {
    const odd = readFileSync('dist/floatip.cjs').findIndex((byte) => byte > 0x7f);
    expect(odd).toBe(-1);
    const path = join(temporaryFolder(), 'config.yaml');
    writeFileSync(path, 'cluster: “prod”\n');
    const { stderr } = await runCli(['config', 'check', '-c', path], {});
    expect(stderr).toContain(`'“' is a typographic quote: type '"' instead`);
  });

  it('keeps what V8 compiled, best of all that of a takeover', async () => {
    const folder = freshCopy();
    const script = join(folder, 'bin/floatip.js');
    await runCli(['--version'], { script });
    expect(caches(folder)).toHaveLength(1);
    // Hooks of another user start with it as well.
    const [kept = ''] = caches(folder);
    expect(statSync(join(folder, 'dist', kept)).mode & 0o777).toBe(0o644);
    const served = await startServedCloud();
    const metadata = served.metadata.get('222');
    const run = await runCli(['assign', '203.0.113.10'], {
      script,
      endpoint: served.endpoint,
      metadata,
    });
    expect(run.code).toBe(0);
    const best = caches(folder).filter((name) => name.includes('takeover'));
    const packs = best.map((name) => /^(.+)\.[0-9a-f]{12}\./.exec(name)?.[1]);
    // Once its write has left, a takeover opens what is late, and the pack of all else where the cloud takes its time.
    const ahead = packs.filter((name) => name !== 'floatip.rest');
    expect(new Set(ahead)).toEqual(new Set(['floatip', 'floatip.digitalocean', 'floatip.later']));
    // Packages of one commit have to be the same bytes wherever they are built.
    const fromHere = caches(folder).filter((name) =>
      readFileSync(join(folder, 'dist', name), 'latin1').includes(folder),
    );
    expect(fromHere).toEqual([]);
  });

  it.each([
    ['empty', 'cache', ''],
    ['garbage', 'cache', 'x'.repeat(1000)],
    ['garbage of a takeover', 'takeover.cache', 'x'.repeat(1000)],
  ])('starts with a cache that is %s, and replaces it', async (_what, ending, text) => {
    const folder = freshCopy();
    const script = join(folder, 'bin/floatip.js');
    await runCli(['--version'], { script });
    const [name = ''] = caches(folder);
    const path = join(folder, 'dist', name.replace(/cache$/, ending));
    writeFileSync(path, text);
    expect((await runCli(['--version'], { script })).stdout).toMatch(/^floatip /);
    expect(statSync(path).size).toBeGreaterThan(10_000);
    expect((await runCli(['--version'], { script })).stderr).toBe('');
  });

  it.each(damages)('does not run what is left of a %s', async (what, damage) => {
    const folder = freshCopy();
    const script = join(folder, 'bin/floatip.js');
    await runCli(['--version'], { script });
    const kept = join(folder, 'dist', caches(folder)[0] ?? '');
    const path = what.startsWith('takeover') ? kept.replace(/cache$/, 'takeover.cache') : kept;
    writeFileSync(path, damage(readFileSync(kept)));
    const { ino: damaged } = statSync(path);
    const run = await runCli(['--version'], { script });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^floatip /);
    const { ino: replaced } = statSync(path);
    expect(replaced).not.toBe(damaged);
    await runCli(['--version'], { script });
    expect(statSync(path).ino).toBe(replaced);
  });

  it.each([
    ['is gone', /Cannot read .*floatip\.rest\.cjs: ENOENT/, (path: string) => rmSync(path)],
    ['is of another build', /floatip\.rest\.cjs is of another build/, rename],
  ])('says what to do where a pack %s', async (_what, message, spoil) => {
    const folder = freshCopy();
    const script = join(folder, 'bin/floatip.js');
    spoil(join(folder, 'dist/floatip.rest.cjs'));
    const { code, stderr } = await runCli(['status'], { script });
    expect(code).toBe(3);
    expect(stderr).toMatch(message);
    expect(stderr).toContain('Install floatip again');
    // Hooks and scripts write what needs it not.
    expect((await runCli(['--version'], { script })).code).toBe(0);
  });

  it('sees what came of its write with the packs that were there when it began', async () => {
    const folder = freshCopy();
    const script = join(folder, 'bin/floatip.js');
    const { cloud, endpoint, metadata } = await startServedCloud();
    const fault = { type: 'latency', ms: 400 } as const;
    cloud.faults.add({ match: { service: 'digitalocean-metadata' }, fault });
    const run = runCli(['assign', '203.0.113.10'], {
      script,
      endpoint,
      metadata: metadata.get('222'),
    });
    await expect.poll(() => cloud.received.list(), { interval: 5 }).not.toEqual([]);
    for (const file of ['floatip.later.cjs', 'floatip.ip.cjs', 'floatip.rest.cjs']) {
      const path = join(folder, 'dist', file);
      rmSync(path);
      writeFileSync(path, '// build 0\n');
    }
    rmSync(join(folder, 'bin'), { recursive: true });
    expect(await run).toMatchObject({ code: 0 });
    expect(cloud.received.list().some(({ method }) => method === 'POST')).toBe(true);
  });

  it('starts where it may not write', async () => {
    const folder = freshCopy();
    const script = join(folder, 'bin/floatip.js');
    const env = { NODE_OPTIONS: preload(folder, refuseToWrite) };
    const run = await runCli(['--version'], { script, env });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(files(folder)).not.toContainEqual(expect.stringContaining('cache'));
  });

  it('leaves nothing behind on a full disk', async () => {
    const folder = freshCopy();
    const script = join(folder, 'bin/floatip.js');
    const env = { NODE_OPTIONS: preload(folder, fillDisk) };
    const run = await runCli(['--version'], { script, env });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    // It did try.
    expect(existsSync(join(folder, 'full'))).toBe(true);
    expect(files(folder)).not.toContainEqual(expect.stringContaining('cache'));
  });

  it('clears away what processes left that were killed as they saved, and nothing else', async () => {
    const folder = freshCopy();
    const script = join(folder, 'bin/floatip.js');
    const [gone, alive] = [2 ** 30, process.pid].map((pid) => `floatip.a.v20.x64.cache.${pid}`);
    for (const name of [gone, alive, 'floatip.cache.note', `other.cache.${2 ** 30}`]) {
      writeFileSync(join(folder, 'dist', name ?? ''), '');
    }
    await runCli(['--version'], { script });
    expect(files(folder)).not.toContain(gone);
    expect(files(folder)).toEqual(
      expect.arrayContaining([alive, 'floatip.cache.note', `other.cache.${2 ** 30}`]),
    );
  });

  it('has what it keeps on the disk before the name leads to it', async () => {
    const folder = freshCopy();
    const script = join(folder, 'bin/floatip.js');
    await runCli(['--version'], { script, env: { NODE_OPTIONS: preload(folder, noteCalls) } });
    expect(readFileSync(join(folder, 'calls'), 'utf8')).toBe('writeFileSync fsyncSync renameSync ');
  });
});

/** As if the pack came from another build. */
function rename(path: string): void {
  const text = readFileSync(path, 'latin1');
  writeFileSync(path, text.replace(/^\/\/ build \w+/, '// build 0'), 'latin1');
}

/** What a disk, a crash or memory without parity makes of a file. */
const damages: [string, (whole: Buffer) => Buffer][] = [
  ['cache with a page of zeros', (whole) => zeros(whole, 32 * pageBytes, pageBytes)],
  ["takeover's cache with a page of zeros", (whole) => zeros(whole, 32 * pageBytes, pageBytes)],
  [
    'cache with zeros at the end',
    (whole) => zeros(whole, whole.length - 3 * pageBytes, 3 * pageBytes),
  ],
  [
    'cache with zeros from its middle on',
    (whole) => zeros(whole, whole.length / 2, whole.length / 2),
  ],
  [
    'cache with zeros around its middle',
    (whole) => zeros(whole, whole.length / 4, whole.length / 2 + pageBytes),
  ],
  ['cache with nothing but zeros', (whole) => zeros(whole, 0, whole.length)],
  ['cache with its end cut off', (whole) => whole.subarray(0, whole.length - pageBytes)],
  ['cache with only its first half', (whole) => whole.subarray(0, whole.length / 2)],
  ['cache with its last byte missing', (whole) => whole.subarray(0, -1)],
  ...flips(12),
];

const pageBytes = 4096;

function zeros(whole: Buffer, from: number, bytes: number): Buffer {
  return Buffer.from(whole).fill(0, from, from + bytes);
}

function flips(count: number): [string, (whole: Buffer) => Buffer][] {
  const random = seededRandom(7);
  return Array.from({ length: count }, (_, index) => {
    const [at, bit] = [random(), Math.floor(random() * 8)];
    return [
      `cache with a flipped bit (${index})`,
      (whole) => {
        const copy = Buffer.from(whole);
        const byte = Math.floor(at * whole.length);
        copy[byte] = (copy[byte] ?? 0) ^ (1 << bit);
        return copy;
      },
    ];
  });
}

function files(folder: string): string[] {
  return readdirSync(join(folder, 'dist'));
}

/** As it would for an ordinary user. */
const refuseToWrite = () => `
  const { openSync } = fs;
  fs.openSync = (path, flags, ...rest) => {
    if (flags !== 'w') return openSync(path, flags, ...rest);
    throw Object.assign(new Error('read-only'), { code: 'EACCES' });
  };`;

/** Half of it fits. */
const fillDisk = (folder: string) => `
  const { writeFileSync } = fs;
  fs.writeFileSync = (fd, data) => {
    writeFileSync(${JSON.stringify(join(folder, 'full'))}, '');
    writeFileSync(fd, data.subarray(0, data.length / 2));
    throw Object.assign(new Error('full'), { code: 'ENOSPC' });
  };`;

const noteCalls = (folder: string) => `
  const { writeFileSync } = fs;
  for (const name of ['writeFileSync', 'fsyncSync', 'renameSync']) {
    const real = fs[name];
    fs[name] = (...args) => {
      writeFileSync(${JSON.stringify(join(folder, 'calls'))}, name + ' ', { flag: 'a' });
      return real(...args);
    };
  }`;

/** The option with which Node does this to `fs` first. */
function preload(folder: string, change: (folder: string) => string): string {
  const path = join(folder, 'preload.cjs');
  writeFileSync(path, `const fs = require('node:fs');\n${change(folder)}\n`);
  return `--require=${path}`;
}
