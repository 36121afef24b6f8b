import { resolve } from 'node:path';

import { valueOf } from '../../config/environment.ts';
import { accountIn, groupIn, root } from '../../lib/processes/accounts.ts';
import { configFilesOnDisk } from '../../triggers/keepalived-config/config-files-on-disk.ts';
import { readKeepalivedConfig } from '../../triggers/keepalived-config/keepalived-config.ts';
import type { KeepalivedConfig } from '../../triggers/keepalived-config/keepalived-config.ts';
import type { Io } from '../io.ts';
import type { HostFacts } from './host-facts.ts';
import type { KeepalivedHere, KeepalivedProcess, ScriptUserHere } from './surroundings.ts';

export interface LookForKeepalived {
  readonly io: Pick<Io, 'env' | 'host'>;
  readonly facts: HostFacts;
  /** The config that was named on the command line. */
  readonly named: string | undefined;
}

/** Where nothing says otherwise. */
const usualPath = '/etc/keepalived/keepalived.conf';
/** What systemd gives its services, systemd.exec(5). */
const unitPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The keepalived of this host: the file that somebody names counts before the one that runs. */
export function keepalivedHere({ io, facts, named }: LookForKeepalived): KeepalivedHere {
  const process = processOf(io, facts);
  const given = named ?? valueOf('FLOATIP_KEEPALIVED_CONF', io.env);
  const running = process === undefined ? undefined : optionOf(process.command, '-f', '--use-file');
  const path = resolve(given ?? running ?? usualPath);
  const configId =
    (process === undefined ? undefined : optionOf(process.command, '-i', '--config-id')) ??
    facts.hostname.replace(/\..*$/, '');
  const isThere = facts.stats(path) !== undefined;
  return {
    process,
    path,
    config: isThere
      ? readKeepalivedConfig(path, { files: configFilesOnDisk(), configId })
      : undefined,
    searchPath: process?.environment?.['PATH'] ?? unitPath,
  };
}

function processOf({ host }: Pick<Io, 'host'>, facts: HostFacts): KeepalivedProcess | undefined {
  const pid = host.runningKeepalived()?.pid;
  if (pid === undefined) return undefined;
  return { pid, command: facts.commandOf(pid), environment: facts.environmentOf(pid) };
}

function optionOf(command: readonly string[], short: string, long: string): string | undefined {
  for (const [index, word] of command.entries()) {
    if (word === short || word === long) return command[index + 1];
    if (word.startsWith(`${long}=`)) return word.slice(long.length + 1);
    if (word.startsWith(short) && word.length > 2 && !word.startsWith('--')) return word.slice(2);
  }
  return undefined;
}

/** As whom keepalived runs scripts that do not say it themselves. */
export function scriptUserHere(
  { config }: Pick<KeepalivedHere, 'config'>,
  facts: HostFacts,
  as: string | undefined,
): ScriptUserHere {
  const passwd = facts.text('/etc/passwd') ?? '';
  if (as !== undefined) return { name: as, account: accountIn(passwd, as), source: '--as' };
  const line = config?.globals.scriptUser;
  if (config !== undefined && line !== undefined) {
    const { user, group } = line.value;
    const account = accountIn(passwd, user);
    const gid = group === undefined ? undefined : groupIn(facts.text('/etc/group') ?? '', group);
    return {
      name: user,
      account: account === undefined || gid === undefined ? account : { ...account, gid },
      source: `script_user in ${placeOf(config, line.at)}`,
    };
  }
  const usual = accountIn(passwd, 'keepalived_script');
  if (usual === undefined) return { name: 'root', account: root, source: 'its default' };
  return { name: usual.name, account: usual, source: 'its default' };
}

/** A place in keepalived's config, for people. */
export function placeOf(
  config: Pick<KeepalivedConfig, 'path'>,
  { file, line }: { readonly file: string; readonly line: number },
): string {
  return file === config.path ? `${file}:${line}` : `${file}:${line} (included)`;
}
