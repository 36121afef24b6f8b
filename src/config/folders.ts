import { accessSync, constants } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Environment } from './environment.ts';

/**
 * The folder for what is gone at reboot, as VRRP roles are. `undefined` where this user has none.
 */
export function runtimeFolder(env: Environment): string | undefined {
  return chooseFolder(env, {
    override: 'FLOATIP_RUNTIME_DIR',
    systemd: 'RUNTIME_DIRECTORY',
    system: '/run/floatip',
    user: 'XDG_RUNTIME_DIR',
  });
}

interface Choices {
  readonly override: string;
  readonly systemd: string;
  readonly system: string;
  readonly user: string;
}

function chooseFolder(
  env: Environment,
  { override, systemd, system, user }: Choices,
): string | undefined {
  // systemd lists several folders with colons in between; the unit of floatip asks for one.
  const given = env[override] ?? env[systemd]?.split(':')[0];
  if (given !== undefined && given !== '') return given;
  if (isWritable(system) || isWritable(dirname(system))) return system;
  const base = env[user];
  return base === undefined || base === '' ? undefined : join(base, 'floatip');
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
