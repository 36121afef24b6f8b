import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { serveCloud } from '../src/emulator/serve.ts';
import type { ServedCloud } from '../src/emulator/serve.ts';
import { parseTopology } from '../src/emulator/topology.ts';
import { manyAddresses, watcherInstance } from '../test/support/many-addresses.ts';
import { secretId, secretKey, token } from '../test/support/token.ts';

/**
 * What `floatip watch` needs while nothing happens, with 500 addresses in each of two clouds: memory
 * over as many passes as there are in five hours, and requests a pass. An interval is shortened to
 * 100 ms.
 *
 *     npm run bench:idle [passes]
 */

const passes = Number(process.argv[2] ?? 1800);
const settledAfter = 10;
const targetMb = 120;
/** What the garbage collector has not come by for yet. */
const toleranceMb = 10;

async function main(): Promise<void> {
  const { topology, config } = manyAddresses({ digitalocean: 500, tencent: 500, listen: true });
  const served = await serveCloud(parseTopology({ path: 'the bench', text: topology }));
  const folder = mkdtempSync(join(tmpdir(), 'floatip-bench-'));
  writeFileSync(join(folder, 'config.yaml'), `${config}timing: { interval: 100ms }\n`);
  const child = spawn(process.execPath, ['bin/floatip.js', 'watch'], {
    env: environment(served, folder),
    stdio: 'ignore',
  });
  const samples: number[] = [];
  try {
    for (let seen = 0; seen < passes; seen = passesIn(served)) {
      await sleep(200);
      if (child.exitCode !== null) throw new Error(`floatip watch exited with ${child.exitCode}`);
      if (seen >= settledAfter) samples.push(megabytesOf(child.pid ?? 0));
    }
  } finally {
    child.kill();
    await once(child, 'exit');
    report(served, samples);
    await served.close();
    rmSync(folder, { recursive: true });
  }
}

function environment({ endpoint, metadata }: ServedCloud, folder: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    DO_TOKEN: token,
    TENCENTCLOUD_SECRET_ID: secretId,
    TENCENTCLOUD_SECRET_KEY: secretKey,
    FLOATIP_CONFIG: join(folder, 'config.yaml'),
    FLOATIP_RUNTIME_DIR: folder,
    FLOATIP_STATE_DIR: folder,
    FLOATIP_DIGITALOCEAN_ENDPOINT: endpoint,
    FLOATIP_DIGITALOCEAN_METADATA: metadata.get('222'),
    FLOATIP_TENCENT_ENDPOINT: endpoint,
    FLOATIP_TENCENT_METADATA: metadata.get(watcherInstance),
  };
}

function requestsTo({ cloud }: ServedCloud, service: string): number {
  return cloud.received.list().filter((one) => one.service === service).length;
}

/** Three pages of DigitalOcean's make a pass over 500 addresses. */
function passesIn(served: ServedCloud): number {
  return requestsTo(served, 'digitalocean-api') / 3;
}

function megabytesOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

function report(served: ServedCloud, samples: readonly number[]): void {
  const tenth = Math.max(1, Math.floor(samples.length / 10));
  const [early, late] = [samples.slice(0, tenth), samples.slice(-tenth)].map(median);
  const most = Math.max(...samples);
  console.log(`${passesIn(served)} passes over 500 addresses of DigitalOcean, 3 requests each`);
  const perPass = 5 + 2;
  const tencent = requestsTo(served, 'tencent-api') / perPass;
  console.log(`${tencent.toFixed(0)} passes over 500 of Tencent Cloud, ${perPass} each`);
  console.log(`resident: ${early?.toFixed(1)} MB at first, ${late?.toFixed(1)} MB in the end`);
  const isFlat = (late ?? 0) - (early ?? 0) < toleranceMb;
  console.log(`  no growth: ${isFlat ? 'ok' : 'MISSED'}`);
  console.log(
    `  at most ${most.toFixed(1)} MB, below ${targetMb}: ${most < targetMb ? 'ok' : 'MISSED'}`,
  );
  if (!isFlat || most >= targetMb) process.exitCode = 1;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

await main();
