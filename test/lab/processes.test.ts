import { expect, it } from 'vitest';

import { childrenFirst } from './processes.ts';
import type { Process } from './processes.ts';

function processOf(pid: number, parent: number): Process {
  return { pid, parent, commandLine: 'keepalived', environment: '', isStopped: false };
}

it.each([
  { what: 'as the pids go', family: [7, 8, 9] },
  // In /proc, 100001 comes before 99999.
  { what: 'where the pids get one more digit', family: [99_999, 100_001, 100_002] },
  { what: 'where the pids start anew', family: [32_767, 300, 301] },
])('puts children before their parents $what', ({ family }) => {
  const processes = family.map((pid, index) => processOf(pid, family[index - 1] ?? 1));
  for (const seen of [processes, processes.toReversed()]) {
    expect(childrenFirst(seen).map(({ pid }) => pid)).toEqual(family.toReversed());
  }
});
