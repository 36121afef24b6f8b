import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

import { startClient } from './client.ts';
import type { Client } from './client.ts';
import { createCrew } from './crew.ts';
import type { EventPath } from './event-path.ts';
import { createHost } from './host.ts';
import type { Host } from './host.ts';
import { startLabCloud } from './lab-cloud.ts';
import type { LabCloud } from './lab-cloud.ts';
import { hostNames, namespaceOf } from './layout.ts';
import type { HostName } from './layout.ts';
import type { Premises } from './premises.ts';
import { isFloatip, processesIn } from './processes.ts';
import type { Process } from './processes.ts';
import { createPulse } from './pulse.ts';
import type { Pulse } from './pulse.ts';

/** Two hosts, a client and a cloud, all running. */
export interface Lab {
  readonly hosts: Readonly<Record<HostName, Host>>;
  readonly cloud: LabCloud;
  readonly client: Client;
  readonly pulse: Pulse;
  readonly by: EventPath;
  /** What runs on the hosts right now. */
  processes(): readonly Process[];
  /** How many samples of the hosts' processes have shown floatip at work. */
  samples(): number;
  close(): Promise<void>;
}

/** Has to run inside the fabric of a network that is built. */
export async function openLab(premises: Premises, signal: AbortSignal): Promise<Lab> {
  const { labId, traces } = premises;
  const crew = createCrew();
  const pulse = createPulse(signal);
  const namespaces = hostNames.map((name) => namespaceOf(labId, name));
  const processes = (): readonly Process[] => processesIn(namespaces);
  let samples = 0;
  const sample = (): void => {
    const seen = processes();
    if (seen.some(isFloatip)) samples += 1;
    const lines = seen.map(
      ({ pid, commandLine, environment }) => `${pid} ${commandLine} ${environment}\n`,
    );
    appendFileSync(join(traces, 'ps.log'), lines.join(''));
  };
  const cloud = await startLabCloud({ crew, pulse, onMove: sample, pace: premises.pace });
  const options = { crew, pulse, premises };
  const hosts = { lb1: createHost('lb1', options), lb2: createHost('lb2', options) };
  return {
    hosts,
    cloud,
    client: startClient({ crew, pulse, namespace: namespaceOf(labId, 'client') }),
    pulse,
    by: premises.by,
    processes,
    samples: () => samples,
    async close() {
      // Otherwise their supervisor would start them again.
      await Promise.all(hostNames.map(async (name) => await hosts[name].watcher?.stop()));
      await cloud.close();
      await crew.close();
    },
  };
}
