import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

import type { Cloud } from '../../src/emulator/cloud.ts';
import { play } from '../../src/emulator/wire.ts';
import type { FakeClock } from './fake-clock.ts';
import { holdWhileProgramsRun, pass } from './program-time.ts';

/** An embedded cloud without a network of its own, reached by programs that floatip starts. */

/** The program that comes with floatip, for its kind `exec`. */
export const sampleProgram = resolve('contrib/exec/my-cloud');

/** Whether there is what it needs. */
export const canRunSample = ['curl', 'jq'].every(
  (name) => spawnSync(name, ['--version']).status === 0,
);

interface Reached {
  readonly cloud: Cloud;
  readonly clock: FakeClock;
}

let reached: Reached | undefined;

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
server.unref();
const address = server.address();

/** Base URL of its API. */
export const programApi = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;

/** From now on, programs reach this cloud; its clock stands still while they run. */
export function reachByPrograms(cloud: Cloud, clock: FakeClock): void {
  reached = { cloud, clock };
  holdWhileProgramsRun(clock);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', programApi);
  const body = await text(request);
  if (reached === undefined) throw new Error('No program is to reach a cloud now');
  const { cloud, clock } = reached;
  const { latencyMs, ending } = cloud.answer({
    service: 'digitalocean-api',
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    search: url.search.slice(1),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    body,
    node: undefined,
  });
  if (latencyMs > 0) await pass(latencyMs, response, clock);
  play({ latencyMs: 0, ending }, response);
}
