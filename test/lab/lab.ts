import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

import { startClient } from './client.ts';
import type { Client } from './client.ts';
import { createCrew } from './crew.ts';
import type { Crew } from './crew.ts';
import type { EventPath } from './event-path.ts';
import { createHost } from './host.ts';
import type { Host } from './host.ts';
import { startLabCloud } from './lab-cloud.ts';
import type { LabCloud } from './lab-cloud.ts';
import { namespaceOf } from './layout.ts';
import type { HostName } from './layout.ts';
import type { Premises } from './premises.ts';
import { handlesToken, processesIn } from './processes.ts';
import type { Process } from './processes.ts';
import { createPulse } from './pulse.ts';
import type { Pulse } from './pulse.ts';
import type { Scenario } from './scenario.ts';
import { send } from './send.ts';
import { hearAlerts } from './told.ts';
import type { ToldList } from './told.ts';

/** Hosts, a client and a cloud, all running. */
export interface Lab {
  readonly scenario: Scenario;
  readonly hosts: readonly Host[];
  host(name: HostName): Host;
  readonly cloud: LabCloud;
  readonly client: Client;
  readonly pulse: Pulse;
  readonly by: EventPath;
  /** Whether floatip asks the interface as well. */
  readonly asksInterface: boolean;
  /** How often the watcher looks. */
  readonly intervalMs: number;
  /** What people were told, where the scenario has somebody tell them. */
  readonly told: ToldList | undefined;
  /** What runs on the hosts right now. */
  processes(): readonly Process[];
  /** How many samples of the hosts' processes have shown floatip at work. */
  samples(): number;
  close(): Promise<void>;
}

/** Has to run inside the fabric of a network that is built. Where it throws, nothing is left running. */
export async function openLab(premises: Premises, signal: AbortSignal): Promise<Lab> {
  const crew = createCrew(signal);
  try {
    return await furnishLab(premises, crew, createPulse(signal));
  } catch (error) {
    await Promise.allSettled([crew.close()]);
    throw error;
  }
}

async function furnishLab(premises: Premises, crew: Crew, pulse: Pulse): Promise<Lab> {
  const { labId, traces, scenario, by, intervalS, pace } = premises;
  const namespaces = scenario.hosts.map((name) => namespaceOf(labId, name));
  const processes = (): readonly Process[] => processesIn(namespaces);
  let samples = 0;
  const sample = (): void => {
    const seen = processes();
    if (seen.some(handlesToken)) samples += 1;
    const lines = seen.map(
      ({ pid, commandLine, environment }) => `${pid} ${commandLine} ${environment}\n`,
    );
    appendFileSync(join(traces, 'ps.log'), lines.join(''));
  };
  const cloud = await startLabCloud({ crew, pulse, scenario, pace, onMove: sample });
  const told = scenario.tells === true ? await hearAlerts(crew, pulse) : undefined;
  const hosts = scenario.hosts.map((name) => createHost(name, { crew, pulse, premises }));
  crew.atEnd(async () => {
    // What stands still does not hear that it is to end.
    for (const host of hosts) host.thaw();
    // Otherwise their supervisor would start them again.
    await Promise.all(hosts.map(async ({ watcher }) => await watcher?.stop()));
  });
  const ips = scenario.addresses.map(({ ip }) => ip);
  return {
    scenario,
    hosts,
    host(name) {
      const found = hosts.find((one) => one.name === name);
      if (found === undefined) throw new Error(`There is no ${name} in ${scenario.name}`);
      return found;
    },
    cloud,
    client: startClient({
      crew,
      pulse,
      namespace: namespaceOf(labId, 'client'),
      serves: scenario.serves,
      ips,
    }),
    pulse,
    by,
    asksInterface: premises.vip || premises.made !== undefined,
    told,
    intervalMs: intervalS * 1000,
    processes,
    samples: () => samples,
    async close() {
      try {
        await crew.close();
      } finally {
        // A hook that outlives its keepalived would meet the cloud of the next lab.
        for (const { pid } of processes()) send(pid, 'SIGKILL');
      }
    },
  };
}
