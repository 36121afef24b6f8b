import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { onTestFinished } from 'vitest';

import { temporaryFolder } from './temporary.ts';

/** Why these tests cannot run here; nothing where they can. */
export const whyNoEtcd =
  spawnSync('etcd', ['--version']).error === undefined
    ? undefined
    : 'there is no etcd: apt-get install etcd-server';

/** One of several processes that agree with each other. */
interface EtcdMember {
  readonly endpoint: string;
  kill(): void;
  freeze(): void;
  thaw(): void;
}

export interface RealEtcd {
  readonly endpoints: readonly string[];
  readonly members: readonly EtcdMember[];
  /** The member that leads the others. */
  leader(): Promise<EtcdMember>;
}

/** Starts members on loopback, and ends them with the test. */
export async function startEtcd(count = 3): Promise<RealEtcd> {
  const ports = await freePorts(2 * count);
  const names = ports.slice(0, count).map((peer, index) => ({
    name: `m${index}`,
    peer: `http://127.0.0.1:${peer}`,
    endpoint: `http://127.0.0.1:${ports[count + index]}`,
  }));
  const cluster = names.map(({ name, peer }) => `${name}=${peer}`).join(',');
  const members = names.map((one) => startMember(one, cluster));
  await Promise.all(members.map(({ endpoint }) => untilHealthy(endpoint)));
  return {
    members,
    endpoints: names.map(({ endpoint }) => endpoint),
    async leader() {
      const states = await Promise.all(
        members.map(async (member) => ({ member, state: await stateOf(member.endpoint) })),
      );
      const found = states.find(({ state }) => state.leader === state.header.member_id);
      if (found === undefined) throw new Error('No member leads');
      return found.member;
    },
  };
}

interface Named {
  readonly name: string;
  readonly peer: string;
  readonly endpoint: string;
}

function startMember(one: Named, cluster: string): EtcdMember {
  const { endpoint } = one;
  const child = spawn('etcd', argumentsFor(one, cluster), { stdio: 'ignore' });
  onTestFinished(() => end(child));
  return {
    endpoint,
    kill: () => void child.kill('SIGKILL'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  };
}

function argumentsFor({ name, peer, endpoint }: Named, cluster: string): readonly string[] {
  const options = {
    name,
    'data-dir': temporaryFolder(),
    logger: 'zap',
    'log-level': 'error',
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'listen-client-urls': endpoint,
    'advertise-client-urls': endpoint,
    'initial-cluster': cluster,
    'heartbeat-interval': '50',
    'election-timeout': '500',
    'unsafe-no-fsync': 'true',
    // The least: a password need not be safe here.
    'bcrypt-cost': '4',
  };
  return Object.entries(options).map(([option, value]) => `--${option}=${value}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });
}

async function untilHealthy(endpoint: string): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    try {
      const { leader } = await stateOf(endpoint);
      if (leader !== undefined && leader !== '0') return;
    } catch {
      // Not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${endpoint} does not come up`);
}

interface MemberState {
  readonly header: { readonly member_id: string };
  readonly leader?: string;
}

async function stateOf(endpoint: string): Promise<MemberState> {
  const signal = AbortSignal.timeout(1000);
  const reply = await fetch(`${endpoint}/v3/maintenance/status`, {
    method: 'POST',
    body: '{}',
    signal,
  });
  return (await reply.json()) as MemberState;
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
