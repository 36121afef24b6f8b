import { accessSync, constants, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { Failure } from '../ports/failure.ts';
import { valueOf } from './environment.ts';
import type { Environment } from './environment.ts';

/** The folder for what is gone at reboot, as VRRP roles are. Throws `config` where there is none. */
export function runtimeFolder(env: Environment): string {
  return chooseFolder(env, runtimeChoices(env));
}

/**
 * The folders in which the watcher of this host may listen: one of root's may be entered by a hook
 * that runs as somebody else and keeps its own things elsewhere. Throws `config`.
 */
export function watcherFolders(env: Environment): readonly string[] {
  const choices = runtimeChoices(env);
  const given = givenFolder(env, choices);
  return given === undefined ? [...new Set([choices.system, runtimeFolder(env)])] : [given];
}

function runtimeChoices(env: Environment): Choices {
  return {
    override: 'FLOATIP_RUNTIME_DIR',
    systemd: 'RUNTIME_DIRECTORY',
    system: '/run/floatip',
    user: valueOf('XDG_RUNTIME_DIR', env),
  };
}

/** The folder for what is kept: the journal, the log of hooks. Throws `config` where there is none. */
export function stateFolder(env: Environment): string {
  const home = valueOf('HOME', env);
  return chooseFolder(env, {
    override: 'FLOATIP_STATE_DIR',
    systemd: 'STATE_DIRECTORY',
    system: '/var/lib/floatip',
    user: valueOf('XDG_STATE_HOME', env) ?? (home && join(home, '.local/state')),
  });
}

interface Choices {
  readonly override: string;
  readonly systemd: string;
  readonly system: string;
  readonly user: string | undefined;
}

function chooseFolder(env: Environment, choices: Choices): string {
  const given = givenFolder(env, choices);
  if (given !== undefined) return given;
  const { system, user } = choices;
  if (isWritable(system) || isWritable(dirname(system))) return system;
  if (user !== undefined && isWritable(user)) return join(user, 'floatip');
  return lastResort();
}

function givenFolder(env: Environment, { override, systemd }: Choices): string | undefined {
  // systemd lists several folders with colons in between; the unit of floatip asks for one.
  return valueOf(override, env) ?? valueOf(systemd, env)?.split(':')[0];
}

/** For a hook that runs as an ordinary user without a home. */
function lastResort(): string {
  const path = join(tmpdir(), `floatip-${process.getuid?.() ?? 'user'}`);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const { uid, mode } = lstatSync(path);
    if (uid === process.getuid?.() && (mode & 0o077) === 0) return path;
  } catch {
    // The same as a folder that belongs to somebody else.
  }
  throw new Failure(
    'config',
    `There is no folder for this user to keep its state in: ${path} is not its own`,
    {
      hint: 'Set FLOATIP_RUNTIME_DIR and FLOATIP_STATE_DIR, or make /run/floatip and /var/lib/floatip writable',
    },
  );
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
