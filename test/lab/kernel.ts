import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { askedAnewMs, detectionSettings, kernelSettingsPath } from '../../src/core/detection.ts';
import { ip } from './ip.ts';
import { namespaceOf } from './layout.ts';
import type { HostName } from './layout.ts';
import type { Premises } from './premises.ts';

/** Has the kernel of a host do what `floatip init` asks of it. Throws. */
export function tellKernel(host: HostName, premises: Premises): void {
  const file =
    premises.made === undefined
      ? settingsFor(host, premises)
      : join(premises.made, host, kernelSettingsPath);
  if (file === undefined || !existsSync(file)) return;
  ip(['netns', 'exec', namespaceOf(premises.labId, host), 'sysctl', '-q', '-p', file]);
}

/** Of hosts whose files are the lab's own, only what belongs to how soon they miss each other. */
function settingsFor(host: HostName, { detect, traces }: Premises): string | undefined {
  if (detect === undefined) return undefined;
  const ms = askedAnewMs(detectionSettings[detect].advertInterval);
  const file = join(traces, host, 'sysctl.conf');
  if (ms !== undefined) writeFileSync(file, `net/ipv4/neigh/eth0/retrans_time_ms = ${ms}\n`);
  return file;
}
