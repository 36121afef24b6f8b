import { readFileSync } from 'node:fs';

import type { Io } from '../app/io.ts';
import { plainLine } from '../core/plain-text.ts';
import { serveCloud } from '../emulator/serve.ts';
import type { ServedCloud } from '../emulator/serve.ts';
import { exampleTopology, parseTopology } from '../emulator/topology.ts';
import type { Topology } from '../emulator/topology.ts';
import { aborted } from '../lib/aborted.ts';
import { Failure } from '../ports/failure.ts';
import { printJson } from './print-report.ts';

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
  const { digitalocean, tencent } = topology;
  const { endpoint, metadata } = served;
  const rows: readonly (readonly [string, string])[] = [
    ...(digitalocean.droplets.length > 0 ? [['DigitalOcean API', endpoint] as const] : []),
    ...(tencent.instances.length > 0 ? [['Tencent Cloud API', endpoint] as const] : []),
    ['control', `${endpoint}/_cloud/state`],
    ...[...metadata].map(([node, url]) => [`metadata of ${node}`, url] as const),
  ];
  const width = Math.max(...rows.map(([what]) => what.length)) + 2;
  const lines = rows.map(([what, url]) => `${what.padEnd(width)}${url}`);
  const text = [
    ...lines,
    ...invitation(digitalocean, served),
    ...invitationToTencent(tencent, served),
  ]
    .map((line) => plainLine(line))
    .join('\n');
  return `${text}\n\nfloatip cloud --help tells how to make trouble. Ctrl-C ends it.\n`;
}

/** The command that takes the first reserved IP to a Droplet that does not hold it. */
function invitation(
  { tokens, droplets, reservedIps }: Topology['digitalocean'],
  { endpoint, metadata }: ServedCloud,
): readonly string[] {
  const [reserved] = reservedIps;
  const taker = droplets.find(({ id }) => id !== reserved?.droplet && metadata.has(String(id)));
  if (tokens[0] === undefined || taker === undefined || reserved === undefined) return [];
  return [
    '',
    `Be Droplet ${taker.id} and take ${reserved.ip}:`,
    '',
    `  DO_TOKEN=${tokens[0].token} FLOATIP_DIGITALOCEAN_ENDPOINT=${endpoint} \\`,
    `  FLOATIP_DIGITALOCEAN_METADATA=${metadata.get(String(taker.id))} floatip assign ${reserved.ip}`,
  ];
}

/** The command that takes the first EIP to an instance that it is not bound to. */
function invitationToTencent(
  { keys, instances, eips }: Topology['tencent'],
  { endpoint, metadata }: ServedCloud,
): readonly string[] {
  const [eip] = eips;
  const [key] = keys;
  const taker = instances.find(({ id }) => id !== eip?.instance && metadata.has(id));
  if (key === undefined || taker === undefined || eip === undefined) return [];
  return [
    '',
    `Be ${taker.id} and take ${eip.id}:`,
    '',
    `  TENCENTCLOUD_SECRET_ID=${key.secretId} TENCENTCLOUD_SECRET_KEY=${key.secretKey} \\`,
    `  FLOATIP_TENCENT_ENDPOINT=${endpoint} FLOATIP_TENCENT_METADATA=${metadata.get(taker.id)} \\`,
    `  floatip assign ${eip.id}`,
  ];
}
