import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

import { onTestFinished } from 'vitest';

import { etcdArguments, hastily } from './etcd-arguments.ts';
import type { EtcdPlan } from './etcd-arguments.ts';
import type { CertificateFiles } from './etcd-certificates.ts';
import { freePorts } from './free-ports.ts';
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

export interface RealEtcdOptions {
  /** Of a cluster that only those may ask who have a certificate. */
  readonly tls?: CertificateFiles;
}

/** Starts members on loopback, and ends them with the test. */
export async function startEtcd(count = 3, { tls }: RealEtcdOptions = {}): Promise<RealEtcd> {
  const ports = await freePorts(3 * count);
  const at = (port: number | undefined): string => `http://127.0.0.1:${port}`;
  const plans = Array.from({ length: count }, (_, index) => ({
    name: `m${index}`,
    folder: temporaryFolder(),
    peer: at(ports[index]),
    endpoint: at(ports[count + index]).replace('http', tls === undefined ? 'http' : 'https'),
    healthAt: at(ports[2 * count + index]),
  }));
  const cluster = plans.map(({ name, peer }) => `${name}=${peer}`).join(',');
  const secure = tls === undefined ? {} : { tls };
  const members = plans.map((plan) => startMember({ ...plan, cluster, ...secure }));
  await Promise.all(plans.map(({ healthAt }) => untilHealthy(healthAt)));
  return {
    members,
    endpoints: plans.map(({ endpoint }) => endpoint),
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

function startMember(plan: EtcdPlan): EtcdMember {
  const { endpoint } = plan;
  const child = spawn('etcd', etcdArguments(plan, hastily), { stdio: 'ignore' });
  onTestFinished(() => end(child));
  return {
    endpoint,
    kill: () => void child.kill('SIGKILL'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });
}

async function untilHealthy(healthAt: string): Promise<void> {
  for (let left = 800; left > 0; left -= 1) {
    try {
      const reply = await fetch(`${healthAt}/health`, { signal: AbortSignal.timeout(1000) });
      if (reply.status === 200) return;
    } catch {
      // Not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${healthAt} does not come up`);
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
