import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import { ip } from '../../test/lab/ip.ts';
import type { Ground, Pair } from './pair.ts';

/** What a host goes through while nothing is wrong with it. */
export interface Condition {
  readonly name: string;
  readonly title: string;
  /** Makes it so; returns what ends it. */
  begin(pairs: readonly Pair[], ground: Ground): Promise<() => Promise<void>>;
}

export const conditions: readonly Condition[] = [
  { name: 'idle', title: 'idle', begin: async () => async () => undefined },
  programs('busy', 'all cores busy', 2 * availableParallelism(), 'while :; do :; done'),
  programs(
    'disk',
    'disk busy',
    2,
    'while :; do dd if=/dev/zero of=$0/disk.$$ bs=1M count=256 conv=fsync 2>/dev/null; done',
  ),
  programs(
    'memory',
    'memory busy',
    2,
    'exec node -e "const b = Buffer.alloc(2 ** 30); for (;;) b.fill(Math.random() * 256)"',
  ),
  network('jitter', 'network: 2 ms, spread 2 ms', [2, 2, 0]),
  network('loss', 'network: 2 ms, spread 2 ms, 1 % lost', [2, 2, 0.01]),
];

/** As many programs at once as are to be a burden. */
function programs(name: string, title: string, count: number, line: string): Condition {
  return {
    name,
    title,
    async begin(_pairs, { crew, folder }) {
      const members = Array.from({ length: count }, () => crew.start(['sh', '-c', line, folder]));
      return async () => void (await Promise.all(members.map((one) => one.kill())));
    },
  };
}

const relay = fileURLToPath(new URL('relay.py', import.meta.url));

/** The cables of each pair end in a relay instead of a bridge. */
function network(name: string, title: string, how: readonly number[]): Condition {
  return {
    name,
    title,
    async begin(pairs, { crew, pulse }) {
      const cables = pairs.flatMap((pair) => pair.cables);
      ip(
        ['-batch', '-'],
        cables.map((cable) => `link set ${cable} nomaster promisc on`),
      );
      let isReady = false;
      const onLine = (): void => {
        isReady = true;
        pulse.beat();
      };
      const ends = pairs.map((pair) => pair.cables.join(':'));
      const member = crew.start(['python3', relay, ...how.map(String), ...ends], { onLine });
      await pulse.until(() => isReady, { what: 'the relay starts', withinMs: 10_000 });
      return async () => {
        await member.kill();
        const lines = pairs.flatMap((pair, index) =>
          pair.cables.map((cable) => `link set ${cable} master br${index} promisc off`),
        );
        ip(['-batch', '-'], lines);
      };
    },
  };
}
