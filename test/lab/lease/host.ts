import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Crew } from '../crew.ts';
import { floatipEnvironment } from '../floatip.ts';
import { ip } from '../ip.ts';
import { readJournal } from '../journal.ts';
import type { JournalLine } from '../journal.ts';
import { apiPort, gateway, hostPlan, namespaceOf } from '../layout.ts';
import type { HostName } from '../layout.ts';
import { childrenFirst, processesIn } from '../processes.ts';
import type { Pulse } from '../pulse.ts';
import { send } from '../send.ts';
import { createWatcher } from '../watcher.ts';
import type { Watcher } from '../watcher.ts';
import { createWeb } from '../web.ts';
import type { Web } from '../web.ts';
import type { LabEtcd } from './etcd.ts';
import { leaseScenario } from './scenario.ts';

/** A host with a watcher that takes part in the election, a member of etcd, and a service. */
export interface LeaseHost {
  readonly name: HostName;
  readonly watcher: Watcher;
  readonly web: Web;
  /** As a power cut does it. */
  crash(): Promise<void>;
  boot(): Promise<void>;
  /** Stops all of its processes where they are. */
  freeze(): void;
  thaw(): void;
  /** Reaches the members of etcd on other hosts no more; cloud and client are as before. */
  leaveEtcd(): void;
  leaveCloud(): void;
  rejoin(): void;
  /** Sets its wall clock to so much more than it is. Milliseconds. */
  stepClock(ms: number): void;
  history(): Promise<string>;
  /** Whether floatip has said what became of the last address that it was to take. */
  hasSaid(): boolean;
}

export interface LeaseHostOptions {
  readonly crew: Crew;
  readonly pulse: Pulse;
  readonly labId: string;
  /** Everything that the run leaves behind: no secret may show up in it. */
  readonly folder: string;
  readonly tokenFile: string;
  readonly etcd: LabEtcd;
  readonly ttlS: number;
}

const clockStep = resolve('test/lab/lease/wall-step.cjs');

export function createLeaseHost(name: HostName, options: LeaseHostOptions): LeaseHost {
  const { crew, pulse, labId, etcd } = options;
  const namespace = namespaceOf(labId, name);
  const folder = join(options.folder, name);
  mkdirSync(folder);
  const clock = join(folder, 'clock');
  const env = {
    ...floatipEnvironment(folder),
    NODE_OPTIONS: `--require ${clockStep}`,
    FLOATIP_LAB_CLOCK: clock,
  };
  writeFileSync(env.FLOATIP_CONFIG, configOf(name, options));
  const base = { crew, pulse, namespace, folder };
  const watcher = createWatcher({ ...base, env });
  const web = createWeb(name, base);
  const member = etcd.member(name);
  const signalAll = (signal: NodeJS.Signals): void => {
    for (const { pid } of childrenFirst(processesIn([namespace]))) send(pid, signal);
  };
  const nft = (rules: string): void => void ip(['netns', 'exec', namespace, 'nft', rules]);
  const drop = (what: string): void => {
    nft(`add table ip cut; add chain ip cut in { type filter hook input priority 0; }; \
add chain ip cut out { type filter hook output priority 0; }; ${what}`);
  };
  return {
    name,
    watcher,
    web,
    async crash() {
      signalAll('SIGSTOP');
      const ends = [watcher.kill(), member.kill(), web.stop()];
      signalAll('SIGKILL');
      await Promise.all(ends);
    },
    async boot() {
      member.start();
      await Promise.all([watcher.start(), web.start()]);
    },
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    leaveEtcd() {
      const ports = '{ 2379, 2380 }';
      const there = `ip daddr != ${hostPlan(name).ip} tcp`;
      const here = `ip saddr != ${hostPlan(name).ip} tcp`;
      drop(
        [
          `add rule ip cut out ${there} dport ${ports} drop;`,
          `add rule ip cut out ${there} sport ${ports} drop;`,
          `add rule ip cut in ${here} dport ${ports} drop;`,
          `add rule ip cut in ${here} sport ${ports} drop;`,
        ].join(' '),
      );
    },
    leaveCloud() {
      drop(`add rule ip cut out ip daddr ${gateway} tcp dport ${apiPort} drop;`);
    },
    rejoin: () => nft('add table ip cut; delete table ip cut'),
    stepClock: (ms) => writeFileSync(clock, String(ms)),
    history: async () =>
      await crew.run([env.FLOATIP, 'history', '--since', '2m'], {
        namespace,
        env,
        mayEndWith: [0],
      }),
    hasSaid: () => hasSaid(readJournal(env.FLOATIP_STATE_DIR)),
  };
}

/** By the process that wrote last: one that was killed says no more of what it had begun. */
function hasSaid(lines: readonly JournalLine[]): boolean {
  const run = lines.at(-1)?.run;
  const told = lines.filter((line) => line.run === run && /^(?:claim|outcome)$/.test(line.type));
  return told.at(-1)?.type === 'outcome';
}

function configOf(name: HostName, { tokenFile, etcd, ttlS }: LeaseHostOptions): string {
  const { vendor, addresses } = leaseScenario;
  const lines = addresses.map(
    (address) =>
      `  - { name: ${address.name}, kind: ${address.kind}, ${vendor.describe(address, hostPlan(name))}, follow: { lease: ${address.name} } }`,
  );
  const endpoints = etcd.members.map(({ endpoint }) => `'${endpoint}'`).join(', ');
  return `cluster: lab
providers:
${vendor.section(tokenFile)}addresses:
${lines.join('\n')}
leases: { host: ${name}, etcd: { endpoints: [${endpoints}], ttl: ${ttlS}s } }
timing: { interval: 5s }
`;
}
