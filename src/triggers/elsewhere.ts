import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { compareOrder, parseEventOrder } from '../core/vrrp.ts';
import type { EventOrder } from '../core/vrrp.ts';
import { fileNameFor } from '../lib/files/folder.ts';
import { programKind } from './program.ts';
import { speaksVrrp, vrrpSockets } from './vrrp-sockets.ts';

/** A runtime folder of another process, in which there are events of this boot. */
export interface Elsewhere {
  readonly path: string;
  /** The user that it belongs to. */
  readonly uid: number;
  /** The instances and groups that were told of there, and when last. */
  readonly newest: ReadonlyMap<string, EventOrder>;
}

export interface Search {
  /** What the folder of this boot is called. */
  readonly boot: string;
  /** The folder of this process. */
  readonly own: string | undefined;
  /** The instances and groups to look for. */
  readonly names: readonly string[];
}

/**
 * Looks where hooks keep events that cannot get at the folder of this process: in their own /tmp, in that of
 * systemd's PrivateTmp, in a container, or where the environment of keepalived says. Anybody may have made
 * such a folder, so nothing in it is believed: it is only good for telling that it is there.
 */
export function findElsewhere({ boot, own, names }: Search): readonly Elsewhere[] {
  const ownId = own === undefined ? undefined : idOf(own);
  const known = new Set(ownId === undefined ? [] : [ownId]);
  const found: Elsewhere[] = [];
  for (const path of candidates(boot)) {
    const id = idOf(path);
    if (id === undefined || known.has(id)) continue;
    known.add(id);
    const elsewhere = lookInto(path, boot, names);
    if (elsewhere !== undefined) found.push(elsewhere);
  }
  return found;
}

function candidates(boot: string): readonly string[] {
  return [
    '/run/floatip',
    ...inTmp(tmpdir()),
    ...namesIn('/tmp')
      .filter((name) => name.startsWith('systemd-private-'))
      .flatMap((name) => inTmp(`/tmp/${name}/tmp`)),
    ...namesIn('/run')
      .map((name) => `/run/${name}`)
      .filter((path) => namesIn(path).includes(boot)),
    ...namesIn('/run/user').map((name) => `/run/user/${name}/floatip`),
    ...keepaliveds().flatMap(seenBy),
  ];
}

function inTmp(folder: string): readonly string[] {
  return namesIn(folder)
    .filter((name) => /^floatip-(?:\d+|user)$/.test(name))
    .map((name) => join(folder, name));
}

/** Of more, the others are not looked at: whoever fills /tmp must not keep others busy with it. */
const maxNames = 10_000;

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).slice(0, maxNames);
  } catch {
    return [];
  }
}

/** By the name, or, as that may be any, by what it speaks. */
function keepaliveds(): readonly number[] {
  const sockets = vrrpSockets('self');
  return namesIn('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && isOfThisNetwork(pid) && isKeepalived(pid, sockets));
}

function isKeepalived(pid: number, sockets: ReadonlySet<string>): boolean {
  return programKind(pid) === 'keepalived' || speaksVrrp(pid, sockets);
}

/** One that speaks for other interfaces is another host: of a lab, or a container with its own network. */
function isOfThisNetwork(pid: number): boolean {
  const network = linkOf(`/proc/${pid}/ns/net`);
  return network !== undefined && network === linkOf('/proc/self/ns/net');
}

/** What the hooks of a keepalived may use, by the way that its own file system is seen from here. */
function seenBy(pid: number): readonly string[] {
  const root = `/proc/${pid}/root`;
  const environment = textOf(`/proc/${pid}/environ`).split('\0');
  const named = ['FLOATIP_RUNTIME_DIR=', 'RUNTIME_DIRECTORY='].flatMap((start) =>
    environment.flatMap((line) => (line.startsWith(start) ? [line.slice(start.length)] : [])),
  );
  const isOwnView = linkOf(`/proc/${pid}/ns/mnt`) === linkOf('/proc/self/ns/mnt');
  const usual = isOwnView ? [] : [`${root}/run/floatip`, ...inTmp(`${root}/tmp`)];
  return [...named.map((path) => (isOwnView ? path : `${root}${path}`)), ...usual];
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

const asFolder = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

interface Opened {
  readonly id: string;
  readonly uid: number;
}

function open(path: string): Opened | undefined {
  try {
    const fd = openSync(path, asFolder);
    const { dev, ino, uid } = fstatSync(fd);
    closeSync(fd);
    return { id: `${dev}:${ino}`, uid };
  } catch {
    return undefined;
  }
}

function idOf(path: string): string | undefined {
  return open(path)?.id;
}

function lookInto(path: string, boot: string, names: readonly string[]): Elsewhere | undefined {
  const uid = open(path)?.uid;
  if (uid === undefined) return undefined;
  const newest = new Map<string, EventOrder>();
  for (const name of names) {
    const order = newestIn(join(path, boot, 'events', fileNameFor(name)));
    if (order !== undefined) newest.set(name, order);
  }
  return newest.size === 0 ? undefined : { path, uid, newest };
}

function newestIn(folder: string): EventOrder | undefined {
  let newest: EventOrder | undefined;
  for (const name of namesIn(folder)) {
    const [, ticks, pid] = /^(\d+)-(\d+)-[A-Z_]+/.exec(name) ?? [];
    const order = parseEventOrder(ticks, pid);
    if (order === undefined) continue;
    if (newest === undefined || compareOrder(order, newest) > 0) newest = order;
  }
  return newest;
}
