import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { warmUp } from '../../.config/warm-up.mjs';
import { programFiles } from './program-files.ts';

export interface CacheOptions {
  /** What starts the Node that the caches are for. */
  readonly command: readonly string[];
  /** For work that is thrown away. */
  readonly folder: string;
  /** How often the same bytes have to come out before they are taken. */
  readonly agreement: number;
}

/** With the compiler of V8, and without it as in a sandbox that forbids it: hooks can write neither. */
const modes = [[], ['--jitless']];

type Caches = ReadonlyMap<string, Buffer>;

/** What V8 compiled during takeovers, by the names that bin/floatip.js looks for. */
export async function compiledCaches(options: CacheOptions): Promise<Caches> {
  const caches = new Map<string, Buffer>();
  for (const mode of modes) {
    for (const [name, data] of await agreedCaches(mode, options)) caches.set(name, data);
  }
  return caches;
}

/**
 * Neither the seed of its hashes, nor a second thread, nor want of room, nor how busy the machine is: what V8
 * writes then depends on what it ran alone.
 */
const steady = [
  '--predictable',
  '--initial-heap-size=1024',
  '--require',
  resolve('contrib/packaging/steady-v8.cjs'),
];

/**
 * On a busy machine a run may take another turn, such as one more look at the owner, and V8 then compiles another
 * function. So it is done until the same has come out several times.
 */
async function agreedCaches(mode: readonly string[], options: CacheOptions): Promise<Caches> {
  const seen = new Map<string, number>();
  for (let attempt = 0; attempt < 30; attempt++) {
    const caches = await cachesOfOneRun(mode, options);
    const hash = createHash('sha256');
    for (const [name, data] of caches) hash.update(name).update(data);
    const digest = hash.digest('hex');
    const times = (seen.get(digest) ?? 0) + 1;
    seen.set(digest, times);
    if (times >= options.agreement) return caches;
  }
  throw new Error('V8 compiles something else each time: build where less goes on');
}

async function cachesOfOneRun(
  mode: readonly string[],
  { command, folder }: CacheOptions,
): Promise<Caches> {
  const home = join(folder, 'warm');
  const dist = join(home, 'dist');
  rmSync(home, { recursive: true, force: true });
  cpSync('bin', join(home, 'bin'), { recursive: true });
  for (const path of programFiles()) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    cpSync(path, join(home, path));
  }
  await warmUp([...command, ...steady, ...mode, join(home, 'bin/floatip.js')]);
  const names = readdirSync(dist).filter((file) => file.endsWith('.cache'));
  if (names.length === 0) throw new Error(`${command.join(' ')} has left no cache`);
  return new Map(names.toSorted().map((name) => [name, readFileSync(join(dist, name))]));
}
