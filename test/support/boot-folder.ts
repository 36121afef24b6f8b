import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where floatip keeps, below its runtime folder, what a reboot forgets: named after the boot. */
export function bootFolder(runtime: string): string {
  const name = readdirSync(runtime).find((entry) => /^[0-9a-f]{8}$/.test(entry));
  if (name === undefined) throw new Error(`No folder of a boot in ${runtime}`);
  return join(runtime, name);
}
