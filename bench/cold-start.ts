import { loadavg } from 'node:os';

import { missingPackages, recipeRequirements } from '../test/lab/requirements.ts';
import { timesOfHandOver } from './hand-over.ts';
import { quantile } from './quantile.ts';
import { median, startInTurns } from './start-to-post.ts';
import type { Contestant, Samples } from './start-to-post.ts';
import { ip } from './two-droplets.ts';

/**
 * How long it takes from starting a process to the assign request on the wire: floatip, and the
 * script that people use today, in turns, against the embedded cloud. Beside them the same
 * Node doing nothing, the least that it takes to ask and send by Node, `floatip --help`, and
 * `floatip status` to its end. Then, a hook that hands its event to a watcher, from its start to the watcher's request.
 *
 *     npm run bench [rounds] [floatip...]
 *
 * Further programs are floatip in another form, such as a package's or one file.
 */

const rounds = Number(process.argv[2] ?? 40);

const further = process.argv.slice(3).map((program): Contestant => ({
  name: program,
  command: [program, 'assign', ip],
  until: 'post',
}));

const event = ['INSTANCE', 'VI_1', 'MASTER', '200'];

const contestants: readonly Contestant[] = [
  { name: 'node -e 0', command: [process.execPath, '-e', '0'], until: 'exit' },
  {
    name: 'floatip --help',
    command: [process.execPath, 'bin/floatip.js', '--help'],
    until: 'exit',
  },
  {
    name: 'floatip assign',
    command: [process.execPath, 'bin/floatip.js', 'assign', ip],
    until: 'post',
  },
  {
    name: 'floatip notify',
    command: [process.execPath, 'bin/floatip.js', 'notify', '-c', 'bench/config.yaml', ...event],
    until: 'post',
  },
  {
    name: 'floatip status',
    command: [process.execPath, 'bin/floatip.js', 'status', '-c', 'bench/config.yaml'],
    until: 'exit',
  },
  { name: 'bare Node', command: [process.execPath, 'bench/recipe/bare.cjs', ip], until: 'post' },
  { name: 'script', command: ['bench/recipe/master.sh', ip], until: 'post' },
  ...further,
];

const targets = [
  { what: 'floatip assign', against: 'script', atMost: 0.45 },
  { what: 'floatip notify', against: 'script', atMost: 0.45 },
  { what: 'floatip assign', against: 'node -e 0', atMost: 1.5 },
  { what: 'floatip notify', against: 'node -e 0', atMost: 1.6 },
  { what: 'floatip --help', against: 'node -e 0', atMost: 1.3 },
] as const;

function requireRecipe(): void {
  const [lack] = missingPackages(recipeRequirements);
  if (lack !== undefined) throw new Error(`The recipe needs what is not here: ${lack}`);
}

function report(samples: Samples): void {
  const [load = 0] = loadavg();
  const heading = `Median of ${rounds} rounds in turns, in ms`;
  console.log(`${heading}; node ${process.version}, load ${load.toFixed(1)}\n`);
  for (const [name, values] of samples) {
    const [low, middle, high] = [0.1, 0.5, 0.9].map((share) => quantile(values, share).toFixed(1));
    // What others do on the same machine is in a median, and hardly in the best tenth.
    const ofNode = [0.5, 0.1].map((share) => {
      const base = quantile(samples.get('node -e 0') ?? [], share);
      return (quantile(values, share) / base).toFixed(2);
    });
    console.log(
      `  ${name.padEnd(16)}${(middle ?? '').padStart(7)}   (p10 ${low}, p90 ${high})   ${ofNode.join(', p10 ')} of node -e 0`,
    );
  }
  console.log();
  for (const { what, against, atMost } of targets) {
    const ratio = median(samples, what) / median(samples, against);
    const verdict = ratio <= atMost ? 'ok' : 'MISSED';
    console.log(`  ${what} / ${against} = ${ratio.toFixed(2)}, at most ${atMost}: ${verdict}`);
    if (ratio > atMost) process.exitCode = 1;
  }
}

// As a hook finds it above itself; from a shell it would look further up.
process.title = 'keepalived';
requireRecipe();
const samples = new Map(await startInTurns(contestants, rounds));
// With a watcher beside them, the others would be slower.
samples.set('hand-over', await timesOfHandOver(rounds));
report(samples);
