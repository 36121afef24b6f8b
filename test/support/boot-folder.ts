import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { roleOf } from '../../src/core/vrrp.ts';
import type { Role } from '../../src/core/vrrp.ts';
import { eventsIn } from './local-state.ts';

/** Where floatip keeps, below its runtime folder, what a reboot forgets: named after the boot. */
export function bootFolder(runtime: string): string {
  const folder = bootFolderIn(runtime);
  if (folder === undefined) throw new Error(`No folder of a boot in ${runtime}`);
  return folder;
}

/** What this boot's events make of VI_1, once there are any. */
export function recordedRole(runtime: string): Role | null {
  const folder = bootFolderIn(runtime);
  return folder === undefined ? null : roleOf(eventsIn(join(folder, 'events')).events('VI_1'));
}

function bootFolderIn(runtime: string): string | undefined {
  const names = existsSync(runtime) ? readdirSync(runtime) : [];
  const name = names.find((entry) => /^[0-9a-f]{8}$/.test(entry));
  return name === undefined ? undefined : join(runtime, name);
}
