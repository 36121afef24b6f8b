import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { buildForms } from './forms/built-forms.ts';
import type { BuiltForm } from './forms/built-forms.ts';
import { formsTable, withForms } from './forms/table.ts';
import type { Results } from './forms/table.ts';
import { median, startInTurns } from './start-to-post.ts';
import type { Contestant } from './start-to-post.ts';
import { ip } from './two-droplets.ts';

/**
 * How large each form of floatip is, and how long it takes from its start to the assign request on the wire: those
 * that this machine can run, built as for a release, in turns, against the embedded cloud:
 *
 *     npm run bench:forms -- [ROUNDS] [--write]
 *
 * `--write` puts it into docs/install.md.
 */

const page = 'docs/install.md';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false } },
});
const rounds = Number(positionals[0] ?? 40);
const nothing = 'node -e 0';

async function measure(folder: string): Promise<Results> {
  const forms = await buildForms(folder);
  const contestants: readonly Contestant[] = [
    { name: nothing, command: [process.execPath, '-e', '0'], until: 'exit' },
    ...forms.map(({ name, program }): Contestant => ({
      name,
      command: [program, 'assign', ip],
      until: 'post',
    })),
  ];
  const [before = 0] = loadavg();
  const samples = await startInTurns(contestants, rounds);
  const [after = 0] = loadavg();
  const load = `load ${before.toFixed(1)} before and ${after.toFixed(1)} after`;
  return {
    forms: forms.map(({ name, forWhom, needs, file, home }) => ({
      name,
      forWhom,
      needs,
      downloadBytes: bytesOf(file),
      diskBytes: bytesOf(home),
      startMs: median(samples, name),
    })),
    nodeMs: median(samples, nothing),
    rounds,
    machine: `${availableParallelism()} cores, node ${process.version}, ${load}`,
  };
}

/** Of a file, or of all files in a folder. */
function bytesOf(path: BuiltForm['home']): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.size;
  let sum = 0;
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) sum += statSync(join(entry.parentPath, entry.name)).size;
  }
  return sum;
}

const folder = mkdtempSync(join(tmpdir(), 'floatip-forms-'));
try {
  const results = await measure(folder);
  console.log(formsTable(results));
  if (values.write) writeFileSync(page, withForms(readFileSync(page, 'utf8'), results));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
