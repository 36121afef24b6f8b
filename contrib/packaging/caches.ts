import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { warmUp } from '../../.config/warm-up.mjs';

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

/** What V8 compiled during a takeover, by the names that bin/floatip.js looks for. */
export async function compiledCaches(options: CacheOptions): Promise<ReadonlyMap<string, Buffer>> {
  const caches = new Map<string, Buffer>();
  for (const mode of modes) {
    const { name, data } = await agreedCache(mode, options);
    caches.set(name, data);
  }
  return caches;
}

interface Cache {
  readonly name: string;
  readonly data: Buffer;
}

/**
 * On a busy machine a run may take another turn, such as one more look at the owner, and V8 then compiles another
 * function. So it is done until the same has come out several times.
 */
async function agreedCache(mode: readonly string[], options: CacheOptions): Promise<Cache> {
  const seen = new Map<string, number>();
  for (let attempt = 0; attempt < 30; attempt++) {
    const cache = await cacheOfOneRun(mode, options);
    const hash = createHash('sha256').update(cache.data).digest('hex');
    const times = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, times);
    if (times >= options.agreement) return cache;
  }
  throw new Error('V8 compiles something else each time: build where less goes on');
}

async function cacheOfOneRun(
  mode: readonly string[],
  { command, folder }: CacheOptions,
): Promise<Cache> {
  const home = join(folder, 'warm');
  rmSync(home, { recursive: true, force: true });
  mkdirSync(join(home, 'dist'), { recursive: true });
  cpSync('bin', join(home, 'bin'), { recursive: true });
  cpSync('dist/floatip.cjs', join(home, 'dist/floatip.cjs'));
  // Neither the seed of its hashes nor a second thread: what V8 writes then depends on what it ran alone.
  await warmUp([...command, '--predictable', ...mode, join(home, 'bin/floatip.js')]);
  const name = readdirSync(join(home, 'dist')).find((file) => file.endsWith('.takeover.cache'));
  if (name === undefined) throw new Error(`${command.join(' ')} has left no cache`);
  return { name, data: readFileSync(join(home, 'dist', name)) };
}
