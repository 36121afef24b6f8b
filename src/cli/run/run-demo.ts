import type { Report } from '../../app/command.ts';
import { wantsColor } from '../../app/io.ts';
import type { Io } from '../../app/io.ts';
import type { StatusReport } from '../../app/status.ts';
import { exitCodes } from '../../core/outcome.ts';
import type { Result } from '../../core/outcome.ts';
import type { Scene } from '../../emulator/emulated-cloud.ts';
import { serveCloud } from '../../emulator/serve.ts';
import type { ServedCloud } from '../../emulator/serve.ts';
import { parseTopology } from '../../emulator/topology.ts';
import { createHost } from '../demo/host.ts';
import type { Host } from '../demo/host.ts';
import { createNarrator, timelineOf } from '../demo/narrator.ts';
import type { Narrator } from '../demo/narrator.ts';
import { scenesOf, topologyOf } from '../demo/scenes.ts';

export interface DemoOptions {
  readonly color: boolean;
  /** The only one to show. */
  readonly cloud?: string | undefined;
}

/** Shows a failover in each cloud with the real command line, and returns an exit code. */
export async function runDemo(io: Io, { color, cloud }: DemoOptions): Promise<number> {
  const { stdout, clock, env } = io;
  const narrator = createNarrator(stdout, clock, color && wantsColor(stdout, env));
  const scenes = scenesOf(cloud);
  const text = topologyOf(scenes);
  const served = await serveCloud(parseTopology({ path: 'the demo', text }));
  try {
    const where = scenes.length === 1 ? 'one cloud' : 'each cloud';
    stdout.write(`Two hosts in ${where}, all of it embedded. Nothing leaves this machine.\n`);
    let good = true;
    let example: Result | undefined;
    for (const { title, scene } of scenes) {
      narrator.title(title);
      const { taken, held } = await play(scene, { served, io, narrator });
      example ??= taken[0];
      good &&= taken.every(({ outcome }) => outcome === 'moved') && held;
    }
    narrator.title(`Where the time of ${example?.name} went`);
    for (const line of example === undefined ? [] : timelineOf(example)) narrator.add(line);
    return good ? exitCodes.ok : exitCodes.bug;
  } finally {
    await served.close();
  }
}

interface Theatre {
  readonly served: ServedCloud;
  readonly io: Io;
  readonly narrator: Narrator;
}

interface Ending {
  readonly taken: readonly Result[];
  /** Whether all of them were there when somebody looked again. */
  readonly held: boolean;
}

async function play(scene: Scene, { served, io, narrator }: Theatre): Promise<Ending> {
  const { tell, bold } = narrator;
  const host = createHost(scene, served, io.signal);
  try {
    const names = scene.addresses.map(({ name }) => name).join(', ');
    tell(`${names}: held by ${bold(await holdersOf(scene, host))}`);
    tell(`lb1 goes silent, so lb2 runs: ${bold('floatip assign --all')}`);
    const { results: taken } = await host.run<Report>(['assign', '--all']);
    tell(`${names}: held by ${bold(await holdersOf(scene, host))}, read back from the cloud`);
    for (const line of linesOf(scene, taken)) narrator.add(line);
    const { results: again } = await host.run<Report>(['assign', '--all']);
    const held = again.every(({ outcome }) => outcome === 'already-held');
    tell(`lb2 runs it again, to be sure: ${held ? `already held, ${countOf(again)}` : 'not held'}`);
    return { taken, held };
  } finally {
    host.remove();
  }
}

/** The hosts that have the addresses, each once. */
async function holdersOf({ hosts }: Scene, host: Host): Promise<string> {
  const { addresses } = await host.run<StatusReport>(['status']);
  const holders = addresses.map(({ owner }) =>
    owner.state === 'held' ? (hosts[owner.node] ?? owner.node) : 'nobody',
  );
  return [...new Set(holders)].join(' and ');
}

/** A cloud whose metadata does not list addresses tells by refusing the write that they are here. */
function countOf(results: readonly Result[]): string {
  let writes = 0;
  for (const result of results) writes += result.writes;
  return writes === 0 ? '0 writes' : `${writes} writes refused as needless`;
}

function linesOf({ addresses }: Scene, results: readonly Result[]): readonly string[] {
  return addresses.map(({ name, title, how }) => {
    const { durationMs = 0, writes = 0 } = results.find((one) => one.name === name) ?? {};
    const seconds = `${(durationMs / 1000).toFixed(2)} s`;
    const count = `${writes} ${writes === 1 ? 'write' : 'writes'}`;
    return `${name.padEnd(5)} ${title.padEnd(27)} ${seconds}  ${count.padEnd(9)} ${how}`;
  });
}
