import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { token } from '../../support/token.ts';
import { startClient } from '../client.ts';
import type { Client } from '../client.ts';
import { createCrew } from '../crew.ts';
import { startLabCloud } from '../lab-cloud.ts';
import type { LabCloud } from '../lab-cloud.ts';
import { namespaceOf } from '../layout.ts';
import type { HostName } from '../layout.ts';
import { createPulse } from '../pulse.ts';
import type { Pulse } from '../pulse.ts';
import { makeDisk } from './disk.ts';
import { createLabEtcd } from './etcd.ts';
import type { LabEtcd } from './etcd.ts';
import { createLeaseHost } from './host.ts';
import type { LeaseHost } from './host.ts';
import { observe } from './observer.ts';
import type { Observer } from './observer.ts';
import { leaseScenario } from './scenario.ts';

/** Hosts that elect one of them, a client and a cloud, all running. */
export interface LeaseLab {
  readonly hosts: readonly LeaseHost[];
  host(name: string | undefined): LeaseHost;
  readonly etcd: LabEtcd;
  readonly observer: Observer;
  readonly cloud: LabCloud;
  readonly client: Client;
  readonly pulse: Pulse;
  readonly ttlMs: number;
  /** Who holds the address, in the cloud's books. */
  owner(): HostName | null;
  close(): Promise<void>;
}

export interface LeaseLabOptions {
  readonly labId: string;
  readonly folder: string;
  readonly ttlS: number;
  readonly signal: AbortSignal;
}

const pace = { answerMs: 0, moveMs: 20 };

/** Has to run inside the fabric of a network that is built. Where it throws, nothing is left running. */
export async function openLeaseLab(options: LeaseLabOptions): Promise<LeaseLab> {
  const { labId, folder, ttlS, signal } = options;
  const crew = createCrew(signal);
  const pulse = createPulse(signal);
  try {
    const { hosts: names, addresses } = leaseScenario;
    const traces = join(folder, 'traces');
    mkdirSync(folder, { mode: 0o700, recursive: true });
    mkdirSync(traces);
    const tokenFile = join(folder, 'do_token');
    writeFileSync(tokenFile, token, { mode: 0o600 });
    const diskOf = (name: HostName): ReturnType<typeof makeDisk> => {
      const disk = makeDisk(join(folder, `disk-${name}`));
      crew.atEnd(disk.remove);
      return disk;
    };
    const etcd = createLabEtcd({ crew, pulse, labId, hosts: names, diskOf });
    const base = { crew, pulse, labId, folder: traces, tokenFile, etcd, ttlS };
    const cloud = await startLabCloud({
      crew,
      pulse,
      scenario: leaseScenario,
      pace,
      onMove: () => undefined,
    });
    const hosts = names.map((name) => createLeaseHost(name, base));
    const endpoints = etcd.members.map(({ endpoint }) => endpoint);
    const observer = observe({ endpoints, pulse, base: '/floatip/web/' });
    crew.atEnd(observer.close);
    crew.atEnd(async () => {
      // What stands still does not hear that it is to end, nor does what waits for a disk.
      for (const { disk } of etcd.members) disk.thaw?.();
      for (const host of hosts) host.thaw();
      await Promise.all(hosts.map(({ watcher }) => watcher.stop()));
      await Promise.all(etcd.members.map((member) => member.kill()));
    });
    const ips = addresses.map(({ ip }) => ip);
    const [address] = addresses;
    return {
      hosts,
      host(name) {
        const found = hosts.find((one) => one.name === name);
        if (found === undefined) throw new Error(`There is no host ${name}`);
        return found;
      },
      etcd,
      observer,
      cloud,
      client: startClient({ crew, pulse, namespace: namespaceOf(labId, 'client'), ips }),
      pulse,
      ttlMs: ttlS * 1000,
      owner: () => (address === undefined ? null : cloud.owner(address)),
      close: () => crew.close(),
    };
  } catch (error) {
    await Promise.allSettled([crew.close()]);
    throw error;
  }
}
