import { basename } from 'node:path';

import { commandOf } from '../lib/processes/processes.ts';

/**
 * What a program is to floatip. A keepalived may have any name (acassen/keepalived#2186), so it is known by what
 * else it cannot be: it is no shell, starts no other program in its place, and is nobody who starts hooks by hand.
 */
export type ProgramKind =
  /** By the name that it is known by. */
  | 'keepalived'
  /** Runs scripts, such as one that keepalived starts. */
  | 'shell'
  | 'interpreter'
  /** Starts another program, as a script does with `sudo` or `timeout`, and ends with it. */
  | 'wrapper'
  /** Lets people in, or starts what they have asked for. */
  | 'starter'
  | 'floatip'
  /** May be a keepalived. */
  | 'other';

/**
 * By the command that it was started with. What the kernel calls a process does not tell: keepalived can be told
 * to call its own something else, and a script may be called keepalived-notify.
 */
export function programKind(pid: number): ProgramKind {
  return kindOfCommand(commandOf(pid));
}

export function kindOfCommand(command: readonly string[]): ProgramKind {
  const name = nameOfCommand(command);
  if (name === 'floatip') return 'floatip';
  if (name === 'keepalived') return 'keepalived';
  if (isOneOf(shells, name)) return 'shell';
  if (isOneOf(interpreters, withoutVersion(name))) {
    return runsFloatip(command) ? 'floatip' : 'interpreter';
  }
  if (isOneOf(wrappers, name)) return 'wrapper';
  return isStarter(name) ? 'starter' : 'other';
}

/** What a process is called, for people. */
export function programName(pid: number): string {
  return nameOfCommand(commandOf(pid));
}

/** A login shell has a dash in front; a daemon may have put more words into its name. */
export function nameOfCommand([program = '']: readonly string[]): string {
  const [first = ''] = program.replace(/^-/, '').split(/[\s:]/);
  return basename(first);
}

/** Such as `python` of `python3.11`. */
function withoutVersion(name: string): string {
  return name.replace(/-?[\d.]+$/, '');
}

function runsFloatip(command: readonly string[]): boolean {
  return command.slice(1).some((word) => /^floatip(?:\.js)?$/.test(basename(word)));
}

function isStarter(name: string): boolean {
  return isOneOf(starters, name) || familiesOfStarters.some((family) => name.startsWith(family));
}

/** No name has a blank in it. */
function isOneOf(names: string, name: string): boolean {
  return names.includes(` ${name} `);
}

// Texts, as V8 takes longer for a pattern or a set of so many names than to look through them: a hook is waited for.
const shells = ' sh ash bash busybox csh dash fish ksh mksh nu pwsh rbash rc tcsh toybox yash zsh ';
const interpreters =
  ' awk bun deno expect gawk gforth guile java lua luajit mawk node nodejs npm npx perl php pypy python ruby tclsh ';
const wrappers =
  ' bwrap capsh catchsegv chpst chroot chrt cpulimit doas env fakeroot firejail flock gosu ionice ip' +
  ' logger nice nohup nsenter numactl parallel pkexec prlimit runuser script setarch setpriv setsid' +
  ' setuidgid softlimit stdbuf strace su su-exec sudo systemd-cat systemd-inhibit systemd-run taskset' +
  ' tee time timeout unbuffer unshare watch xargs ';
const starters =
  ' agetty anacron atd catatonit conmon cron crond crun dropbear dumb-init fcron getty inetd init login' +
  ' monit mosh-server podman runc screen SCREEN start-stop-daemon systemd (systemd) systemd-executor telnetd' +
  ' tini xinetd zellij ';
const familiesOfStarters = [
  'containerd',
  'docker',
  'in.',
  'lxc',
  'openrc',
  'runit',
  'runsv',
  's6-',
  'sshd',
  'supervise',
  'tmux',
];
