import { accessSync, constants, lstatSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { valueOf } from './environment.ts';
import type { Environment } from './environment.ts';

/** The folder for what is gone at reboot, as VRRP roles are; `undefined` where there is none. */
export function runtimeFolder(env: Environment): string | undefined {
  return chooseFolder(env, runtimeChoices(env));
}

/**
 * The folders in which the watcher of this host may listen: one of root's may be entered by a hook
 * that runs as somebody else and keeps its own things elsewhere.
 */
export function watcherFolders(env: Environment): readonly string[] {
  const choices = runtimeChoices(env);
  const given = givenFolder(env, choices);
  if (given !== undefined) return [given];
  const own = runtimeFolder(env);
  return own === undefined || own === choices.system ? [choices.system] : [choices.system, own];
}

function runtimeChoices(env: Environment): Choices {
  return {
    override: 'FLOATIP_RUNTIME_DIR',
    systemd: 'RUNTIME_DIRECTORY',
    system: '/run/floatip',
    user: valueOf('XDG_RUNTIME_DIR', env),
  };
}

/** The folder for what is kept: the journal, the log of hooks; `undefined` where there is none. */
export function stateFolder(env: Environment): string | undefined {
  const home = valueOf('HOME', env);
  return chooseFolder(env, {
    override: 'FLOATIP_STATE_DIR',
    systemd: 'STATE_DIRECTORY',
    system: '/var/lib/floatip',
    user: valueOf('XDG_STATE_HOME', env) ?? (home && join(home, '.local/state')),
  });
}

/** What this user lacks, and what to do about it. */
export interface Lack {
  readonly reason: string;
  readonly hint: string;
}

/** Why there is no folder to share anything in, or to keep it in; `undefined` where there are both. */
export function lackOfFolder(env: Environment): Lack | undefined {
  if (runtimeFolder(env) !== undefined && stateFolder(env) !== undefined) return undefined;
  const path = lastResortPath();
  return {
    reason: `There is no folder for this user to keep its state in: ${path} is not its own`,
    hint: 'Set FLOATIP_RUNTIME_DIR and FLOATIP_STATE_DIR, or make /run/floatip and /var/lib/floatip writable',
  };
}

interface Choices {
  readonly override: string;
  readonly systemd: string;
  readonly system: string;
  readonly user: string | undefined;
}

function chooseFolder(env: Environment, choices: Choices): string | undefined {
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

/** For a hook that runs as an ordinary user without a home. Anybody may have been there before it. */
function lastResort(): string | undefined {
  const path = lastResortPath();
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const { uid, mode } = lstatSync(path);
    return uid === process.getuid?.() && (mode & 0o077) === 0 ? path : undefined;
  } catch {
    return undefined;
  }
}

function lastResortPath(): string {
  const { tmpdir } = process.getBuiltinModule('node:os');
  return join(tmpdir(), `floatip-${process.getuid?.() ?? 'user'}`);
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
