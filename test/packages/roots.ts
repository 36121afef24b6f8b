import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What is on hosts before floatip: nothing but what tests of its packages need, and never both Node and no Node. */
const roots = {
  /** Its nodejs is too old for floatip, so it has none. */
  bookworm: [
    'curl',
    'iproute2',
    'keepalived',
    'man-db',
    'rpm',
    'strace',
    'systemd-standalone-tmpfiles',
  ],
  /** Its nodejs is new enough. */
  trixie: ['nodejs'],
} as const;

export type Root = keyof typeof roots;

const mirror = process.env['FLOATIP_MIRROR'] ?? 'http://deb.debian.org/debian';

/**
 * Why they cannot be made here; `undefined` where they were. A folder that has them already keeps them. Throws where
 * they could be made and were not: what is left out must not look as if it had passed.
 */
export function makeRoots(folder: string): string | undefined {
  if (process.getuid?.() !== 0) return 'only root makes hosts';
  if (spawnSync('mmdebstrap', ['--version']).status !== 0) return 'mmdebstrap is not installed';
  mkdirSync(folder, { recursive: true });
  for (const [suite, names] of Object.entries(roots)) {
    const path = join(folder, suite);
    if (existsSync(path)) continue;
    const options = ['--quiet', '--variant=minbase', `--include=${names.join(',')}`];
    const { status } = spawnSync('mmdebstrap', [...options, suite, path, mirror], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status === 0) continue;
    rmSync(path, { recursive: true, force: true });
    throw new Error(`mmdebstrap has made no ${suite} from ${mirror}`);
  }
  return undefined;
}
