import { readFileSync } from 'node:fs';

import type { Io } from '../../app/io.ts';
import { plainLine } from '../../core/plain-text.ts';
import { cloudEntries } from '../../emulator/registry.ts';
import { serveCloud } from '../../emulator/serve.ts';
import type { ServedCloud } from '../../emulator/serve.ts';
import { exampleTopology, parseTopology } from '../../emulator/topology.ts';
import type { Topology } from '../../emulator/topology.ts';
import { aborted } from '../../lib/time/aborted.ts';
import { Failure } from '../../ports/failure.ts';
import { printJson } from '../print/print-report.ts';

export interface CloudOptions {
  readonly printTopology?: true;
  readonly json?: true;
}

/** Runs an embedded cloud until interrupted, which is its normal end. */
export async function runCloud(
  path: string | undefined,
  { printTopology, json }: CloudOptions,
  io: Io,
): Promise<void> {
  if (printTopology === true) {
    io.stdout.write(exampleTopology);
    return;
  }
  const topology = parseTopology({
    path: path ?? 'the example topology',
    text: path === undefined ? exampleTopology : readTopology(path),
  });
  const served = await serve(topology);
  if (json === true)
    printJson({ endpoint: served.endpoint, metadata: Object.fromEntries(served.metadata) }, io);
  else io.stdout.write(announcement(topology, served));
  await aborted(io.signal);
  await served.close();
}

function readTopology(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure('config', `Cannot read the topology: ${reason}`, {
      hint: 'Start from: floatip cloud --print-topology',
      cause: error,
    });
  }
}

async function serve(topology: Topology): Promise<ServedCloud> {
  try {
    return await serveCloud(topology);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure('config', `The embedded cloud cannot listen: ${reason}`, {
      hint: 'Choose other ports in the topology, 0 for any free port',
      cause: error,
    });
  }
}

function announcement(topology: Topology, served: ServedCloud): string {
  const { endpoint, metadata } = served;
  const apis = cloudEntries
    .filter(([name, { nodesOf }]) => nodesOf(topology[name]).length > 0)
    .map(([, { title }]) => [`${title} API`, endpoint] as const);
  const rows: readonly (readonly [string, string])[] = [
    ...apis,
    ['control', `${endpoint}/_cloud/state`],
    ...[...metadata].map(([node, url]) => [`metadata of ${node}`, url] as const),
  ];
  const width = Math.max(...rows.map(([what]) => what.length)) + 2;
  const lines = rows.map(([what, url]) => `${what.padEnd(width)}${url}`);
  const invitations = cloudEntries.flatMap(([name, cloud]) =>
    cloud.invitation(topology[name], served),
  );
  const text = [...lines, ...invitations].map((line) => plainLine(line)).join('\n');
  return `${text}\n\nfloatip cloud --help tells how to make trouble. Ctrl-C ends it.\n`;
}
