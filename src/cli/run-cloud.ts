import { once } from 'node:events';
import { readFileSync } from 'node:fs';

import { serveCloud } from '../cloud/serve.ts';
import type { ServedCloud } from '../cloud/serve.ts';
import { exampleTopology, parseTopology } from '../cloud/topology.ts';
import type { Topology } from '../cloud/topology.ts';
import { Failure } from '../ports/failure.ts';
import type { Io } from './io.ts';
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
  if (!io.signal.aborted) await once(io.signal, 'abort');
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

function announcement({ digitalocean }: Topology, { endpoint, metadata }: ServedCloud): string {
  const lines = [`DigitalOcean API   ${endpoint}`, `control            ${endpoint}/_cloud/state`];
  for (const [node, url] of metadata) lines.push(`metadata of ${node.padEnd(7)}${url}`);
  const token = digitalocean.tokens[0]?.token;
  const holder = digitalocean.reservedIps[0]?.droplet;
  const taker = [...metadata].find(([node]) => node !== String(holder));
  const ip = digitalocean.reservedIps[0]?.ip;
  if (token !== undefined && taker !== undefined && ip !== undefined) {
    lines.push(
      '',
      `Be Droplet ${taker[0]} and take ${ip}:`,
      '',
      `  DO_TOKEN=${token} FLOATIP_DIGITALOCEAN_ENDPOINT=${endpoint} \\`,
      `  FLOATIP_DIGITALOCEAN_METADATA=${taker[1]} floatip assign ${ip}`,
    );
  }
  return `${lines.join('\n')}\n\nfloatip cloud --help tells how to make trouble. Ctrl-C ends it.\n`;
}
