import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { etcdArguments } from '../../test/support/etcd-arguments.ts';
import { freePorts } from '../../test/support/free-ports.ts';

/** Three real members of etcd on loopback, with the pace that they have by default. */
export interface BenchEtcd {
  readonly endpoints: readonly string[];
  /** How many requests they were sent until now, each other's not counted. */
  requests(): Promise<number>;
  close(): Promise<void>;
}

const members = [0, 1, 2];

export async function startBenchEtcd(folder: string): Promise<BenchEtcd> {
  const ports = await freePorts(2 * members.length);
  const at = (port: number | undefined): string => `http://127.0.0.1:${port}`;
  const plans = members.map((index) => ({
    name: `m${index}`,
    folder: join(folder, `m${index}`),
    peer: at(ports[index]),
    endpoint: at(ports[members.length + index]),
  }));
  const cluster = plans.map(({ name, peer }) => `${name}=${peer}`).join(',');
  const children = plans.map((plan) =>
    spawn('etcd', etcdArguments({ ...plan, cluster }, {}), { stdio: 'ignore' }),
  );
  const endpoints = plans.map(({ endpoint }) => endpoint);
  for (const endpoint of endpoints) await untilHealthy(endpoint);
  return {
    endpoints,
    async requests() {
      const counts = await Promise.all(endpoints.map(requestsIn));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    async close() {
      for (const child of children) {
        const ended = once(child, 'exit');
        if (child.kill('SIGKILL')) await ended;
      }
    },
  };
}

async function untilHealthy(endpoint: string): Promise<void> {
  for (let left = 600; left > 0; left -= 1) {
    const reply = await fetch(`${endpoint}/health`).catch(() => undefined);
    if (reply?.status === 200) return;
    await sleep(100);
  }
  throw new Error(`${endpoint} does not come up`);
}

/** What its gateway asks on behalf of who asks in JSON, it counts as any other client's. */
async function requestsIn(endpoint: string): Promise<number> {
  const page = await (await fetch(`${endpoint}/metrics`)).text();
  const counts = page.matchAll(/^grpc_server_started_total\{.*\} (\S+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}
