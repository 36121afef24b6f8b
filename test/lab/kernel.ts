import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { kernelSettingsPath } from '../../src/config/kernel-settings.ts';
import { detectionSettings } from '../../src/core/detection.ts';
import { neighbourKeys, neighbourLines, searchFor } from '../../src/core/neighbours.ts';
import { ip } from './ip.ts';
import { hostPlan, namespaceOf } from './layout.ts';
import type { HostName } from './layout.ts';
import type { Premises } from './premises.ts';

/** Has the kernel of a host do what `floatip init` asks of it. Throws. */
export function tellKernel(host: HostName, premises: Premises): void {
  const { made, labId } = premises;
  const file =
    made === undefined ? ownSettings(host, premises) : join(made, host, kernelSettingsPath);
  if (file === undefined || !existsSync(file)) return;
  ip(['netns', 'exec', namespaceOf(labId, host), 'sysctl', '-q', '-p', file]);
}

/** Of hosts whose files are the lab's own, only what belongs to how soon they miss each other. */
function ownSettings(host: HostName, { detect, traces }: Premises): string | undefined {
  const search =
    detect === undefined ? undefined : searchFor(detectionSettings[detect].advertInterval);
  if (search === undefined) return undefined;
  const file = join(traces, host, 'sysctl.conf');
  const lines = neighbourLines(neighbourKeys('eth0', hostPlan(host).ip), search);
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  return file;
}
