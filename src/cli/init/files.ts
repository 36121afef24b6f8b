import { kernelSettingsPath } from '../../config/kernel-settings.ts';
import type { Way } from './choices.ts';
import { configYaml } from './config-yaml.ts';
import { endedFile, installed } from './installed.ts';
import { keepalivedConf } from './keepalived-conf.ts';
import { kernelSettings } from './kernel-settings.ts';
import type { Plan } from './plan.ts';

/** A file of a host, which is root's. */
export interface SetUpFile {
  /** Where it goes. */
  readonly path: string;
  readonly mode: number;
  readonly text: string;
  /** The file of the folder hooks that it is a copy of, as it is. */
  readonly copyOf?: string;
}

export interface HostFiles {
  /** What the host is called. */
  readonly host: string;
  readonly files: readonly SetUpFile[];
}

/** As chmod takes it. */
export function modeText(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

/** Reads a file of the folder hooks. */
export type ReadHook = (name: string) => string;

/** All that a host needs but its secrets. */
export function filesOf(plan: Plan, host: 0 | 1, readHook: ReadHook): readonly SetUpFile[] {
  return [
    { path: '/etc/keepalived/keepalived.conf', mode: 0o644, text: keepalivedConf(plan, host) },
    { path: installed.config, mode: 0o644, text: configYaml(plan.hosts[host], plan.secrets) },
    ...tellerFiles(plan.by, readHook),
    ...checkFiles(plan, readHook),
    ...kernelFiles(plan),
    ...guestRight(plan),
  ];
}

/** By what floatip hears of keepalived. */
export function tellerFiles(by: Way, readHook: ReadHook): readonly SetUpFile[] {
  return [...hookFiles(by, readHook), ...watcherFiles(by, readHook)];
}

function hookFiles(by: Way, readHook: ReadHook): readonly SetUpFile[] {
  if (by === 'fifo') return [];
  const hook = copied('keepalived-notify', installed.hook, readHook);
  // Where there is a watcher, it looks itself.
  return by === 'both' ? [hook] : [hook, copied('floatip.cron', '/etc/cron.d/floatip', readHook)];
}

function copied(name: string, path: string, readHook: ReadHook): SetUpFile {
  const text = readHook(name);
  return { path, mode: text.startsWith('#!') ? 0o755 : 0o644, text, copyOf: `hooks/${name}` };
}

function watcherFiles(by: Way, readHook: ReadHook): readonly SetUpFile[] {
  if (by === 'hooks') return [];
  const text = readHook('floatip.service')
    // systemd looks where npm puts it, which is not the same everywhere.
    .replace(/^ExecStart=\/usr\/bin\//m, 'ExecStart=')
    // The config says where secrets are, and root may read them there.
    .replace(/^(?:#[^\n]*\n)+(?:#?LoadCredential=[^\n]*\n)+\n/m, '');
  return [{ path: '/etc/systemd/system/floatip.service', mode: 0o644, text }];
}

function checkFiles({ check }: Plan, readHook: ReadHook): readonly SetUpFile[] {
  if (check === undefined) return [];
  const script = copied('check-service', installed.check, readHook);
  const { unit } = check;
  if (unit === undefined) return [script];
  const path = `/etc/systemd/system/${unit}.service.d/floatip.conf`;
  return [script, { path, mode: 0o644, text: dropIn(unit) }];
}

/** With a plus, systemd runs it as root, whoever runs the service. */
function dropIn(unit: string): string {
  const note = (value: 0 | 1): string => `+/bin/sh -c 'echo ${value} >${endedFile(unit)}'`;
  return `# Tells keepalived at once when ${unit} has ended: it watches this file.
[Service]
ExecStartPost=${note(0)}
ExecStopPost=${note(1)}
`;
}

function kernelFiles(plan: Plan): readonly SetUpFile[] {
  const text = kernelSettings(plan);
  return text === undefined ? [] : [{ path: kernelSettingsPath, mode: 0o644, text }];
}

/** The watcher's unit lets go of all rights that not everybody needs. */
function guestRight({ by, hosts }: Plan): readonly SetUpFile[] {
  const hasGuest = hosts.some(({ entries }) => entries.some(({ guest }) => guest !== undefined));
  if (by === 'hooks' || !hasGuest) return [];
  const text = `# Lets floatip watch put the IPs of guest on interfaces.
[Service]
CapabilityBoundingSet=CAP_NET_ADMIN
`;
  return [{ path: '/etc/systemd/system/floatip.service.d/guest.conf', mode: 0o644, text }];
}
