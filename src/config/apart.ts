import { accessSync, constants } from 'node:fs';
import { basename, dirname } from 'node:path';

import { errnoOf } from '../lib/files/errno.ts';
import { valueOf } from './environment.ts';
import type { Environment } from './environment.ts';
import { lackOfFolder, runtimeFolder, stateFolder } from './folders.ts';
import type { Lack } from './folders.ts';

/** Where all processes of a host look that nobody has told otherwise. */
export const sharedFolders = { runtime: '/run/floatip', state: '/var/lib/floatip' } as const;

/**
 * Why this process keeps to itself what the others of this host should know, although nobody has chosen that:
 * it is in a sandbox, or another user. `undefined` where it shares, or was told where.
 */
export function whyApart(env: Environment): Lack | undefined {
  const isChosen = valueOf('FLOATIP_RUNTIME_DIR', env) !== undefined;
  return (
    lackOfFolder(env) ??
    (isChosen ? undefined : whyUnitApart(env)) ??
    (isChosen ? undefined : whyFolderApart(sharedFolders.runtime, runtimeFolder(env))) ??
    (isStateChosen(env) ? undefined : whyFolderApart(sharedFolders.state, stateFolder(env)))
  );
}

function isStateChosen(env: Environment): boolean {
  return ['FLOATIP_STATE_DIR', 'STATE_DIRECTORY'].some((name) => valueOf(name, env) !== undefined);
}

/** A hook inherits what systemd has set for keepalived. */
function whyUnitApart(env: Environment): Lack | undefined {
  const [path] = valueOf('RUNTIME_DIRECTORY', env)?.split(':') ?? [];
  if (path === undefined || basename(path).includes('floatip')) return undefined;
  return {
    reason: `RUNTIME_DIRECTORY of the unit that started this is ${path}, where nobody else looks for what it was told`,
    hint: `Set FLOATIP_RUNTIME_DIR=${sharedFolders.runtime} and FLOATIP_STATE_DIR=${sharedFolders.state} in the environment of that unit`,
  };
}

function whyFolderApart(shared: string, own: string | undefined): Lack | undefined {
  if (own === undefined || own === shared) return undefined;
  // What systemd gives is either a folder of floatip, or told above.
  const code = whyNotWritable(shared);
  if (code === undefined) return undefined;
  return {
    reason: `${shared} cannot be written here (${code}), so ${own} is used instead, where nobody else looks`,
    hint: hintFor(code),
  };
}

function hintFor(code: string): string {
  const { runtime, state } = sharedFolders;
  if (code === 'EROFS') {
    return `Make ${runtime} and ${state} (hooks/floatip.tmpfiles does), and allow both in the unit of keepalived (systemctl edit keepalived): ReadWritePaths=${runtime} ${state}`;
  }
  return `Give both to the user that keepalived runs its scripts as (hooks/floatip.tmpfiles does): chown -R ${process.getuid?.() ?? ''} ${runtime} ${state}`;
}

/** The system's error; for a folder that is missing, that of the one it would be made in. */
function whyNotWritable(folder: string): string | undefined {
  const code = accessError(folder);
  return code === 'ENOENT' ? accessError(dirname(folder)) : code;
}

function accessError(folder: string): string | undefined {
  try {
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    return errnoOf(error);
  }
}
