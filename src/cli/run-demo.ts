import { execFile } from 'node:child_process';

import { createColors } from 'picocolors';

import type { Report } from '../app/command.ts';
import type { StatusReport } from '../app/status.ts';
import { serveCloud } from '../cloud/serve.ts';
import type { ServedCloud } from '../cloud/serve.ts';
import { parseTopology } from '../cloud/topology.ts';
import { exitCodes, phaseNames } from '../core/outcome.ts';
import type { PhaseName, Result } from '../core/outcome.ts';
import { Failure } from '../ports/failure.ts';
import { wantsColor } from './io.ts';
import type { Io } from './io.ts';

const ip = '203.0.113.10';
const token = 'dop_v1_demo';
const names: Readonly<Record<string, string>> = { '111': 'lb1', '222': 'lb2' };

const topology = `
listen: 127.0.0.1:0
digitalocean:
  tokens: [{ token: ${token} }]
  actionMs: 250
  droplets:
    - { id: 111, name: lb1, region: nyc3, metadata: '127.0.0.1:0' }
    - { id: 222, name: lb2, region: nyc3, metadata: '127.0.0.1:0' }
  reservedIps: [{ ip: ${ip}, region: nyc3, droplet: 111 }]
`;

const phaseStories: Readonly<Record<PhaseName, string>> = {
  identity: 'asked the metadata service who this host is',
  read: 'read the owner before writing: not needed after an event',
  write: 'sent the assign request, and the cloud accepted it',
  settle: 'waited while the cloud moved the address',
  verify: 'read the owner back: it is there',
};

/** Shows a failover with the real command line in a process of its own, and returns an exit code. */
export async function runDemo(io: Io, color: boolean): Promise<number> {
  const paint = createColors(color && wantsColor(io.stdout, io.env));
  const served = await serveCloud(parseTopology({ path: 'the demo', text: topology }));
  const begin = io.clock.now();
  const tell = (line: string): void => {
    const at = ((io.clock.now() - begin) / 1000).toFixed(2);
    io.stdout.write(`${paint.dim(`${at.padStart(6)} s`)}  ${line}\n`);
  };
  try {
    io.stdout.write(
      'Two Droplets, one reserved IP, one embedded cloud. Nothing leaves this machine.\n\n',
    );
    tell(`${ip} is held by ${paint.bold(await ownerName(served))}`);
    tell(`lb1 goes silent, so lb2 runs: ${paint.bold(`floatip assign ${ip}`)}`);
    const moved = soleResult(await runFloatip<Report>(['assign', ip], served, io.signal));
    tell(`${ip} is held by ${paint.bold(await ownerName(served))}, read back from the cloud`);
    tell(`lb2 runs it again, to be sure`);
    const again = soleResult(await runFloatip<Report>(['assign', ip], served, io.signal));
    tell(`${again.outcome}, ${again.writes} writes`);
    io.stdout.write(`\n${timeline(moved)}\n`);
    const good = moved.outcome === 'moved' && again.outcome === 'already-held';
    return good ? exitCodes.ok : exitCodes.bug;
  } finally {
    await served.close();
  }
}

/** Runs the command line as host lb2 would. */
function runFloatip<T>(
  args: readonly string[],
  served: ServedCloud,
  signal: AbortSignal,
): Promise<T> {
  const [, script = ''] = process.argv;
  const env = {
    PATH: process.env['PATH'],
    DO_TOKEN: token,
    // Neither this host's config nor its memory has a part in it.
    FLOATIP_CONFIG: '/dev/null',
    FLOATIP_RUNTIME_DIR: '/dev/null',
    FLOATIP_STATE_DIR: '/dev/null',
    FLOATIP_DIGITALOCEAN_ENDPOINT: served.endpoint,
    FLOATIP_DIGITALOCEAN_METADATA: served.metadata.get('222'),
  };
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [script, ...args, '--json'],
      { env, signal },
      (error, stdout, stderr) => {
        const report: T = JSON.parse(error === null ? stdout : 'null');
        if (error === null) resolve(report);
        else if (signal.aborted) reject(signal.reason);
        else
          reject(
            new Failure('config', `The demo's floatip failed: ${stderr.trim() || error.message}`),
          );
      },
    );
  });
}

async function ownerName(served: ServedCloud): Promise<string> {
  const { addresses } = await runFloatip<StatusReport>(
    ['status', ip],
    served,
    new AbortController().signal,
  );
  const owner = addresses[0]?.owner;
  return owner?.state === 'held' ? `${names[owner.node] ?? '?'} (Droplet ${owner.node})` : 'nobody';
}

function soleResult({ results }: Report): Result {
  const [result] = results;
  if (result === undefined) throw new Failure('config', 'The demo reported nothing');
  return result;
}

function timeline({ from, to, durationMs, phasesMs }: Result): string {
  const lines = phaseNames.map(
    (phase) =>
      `  ${phase.padEnd(9)}${String(phasesMs[phase]).padStart(5)} ms  ${phaseStories[phase]}`,
  );
  const summary = `  ${'in all'.padEnd(9)}${String(durationMs).padStart(5)} ms  from ${name(from)} to ${name(to)}`;
  return [...lines, summary].join('\n');
}

function name(node: string | null): string {
  return node === null ? 'nobody' : (names[node] ?? node);
}
