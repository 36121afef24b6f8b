import { readlinkSync } from 'node:fs';

import { openFilesOf, readOf } from '../lib/processes/processes.ts';

/** VRRP's number, as the kernel writes it down (RFC 5798, 5.1.1.4). */
const vrrp = '0070';

/** The inodes of the sockets that VRRP is spoken at, in the network namespace of a process. */
export function vrrpSockets(pid: number | 'self'): ReadonlySet<string> {
  const lines = ['net/raw', 'net/raw6'].flatMap((file) => (readOf(pid, file) ?? '').split('\n'));
  const inodes = lines.flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    return fields[1]?.endsWith(`:${vrrp}`) === true ? (fields[9] ?? []) : [];
  });
  return new Set(inodes);
}

/** Whether a process speaks VRRP, as far as this one may see it. */
export function speaksVrrp(pid: number, sockets = vrrpSockets(pid)): boolean {
  if (sockets.size === 0) return false;
  return (openFilesOf(pid) ?? []).some((fd) => sockets.has(socketAt(`/proc/${pid}/fd/${fd}`)));
}

function socketAt(path: string): string {
  try {
    const [, inode = ''] = /^socket:\[(\d+)\]$/.exec(readlinkSync(path)) ?? [];
    return inode;
  } catch {
    return '';
  }
}
