import { closeSync, openSync, readSync } from 'node:fs';

import { normaliseIp } from '../core/ip.ts';
import { assignedOf, runningIps } from './assigned-ips.ts';

/** Tells which IPs are on the interfaces of this host right now. */
export type LookAtIps = () => ReadonlySet<string>;

/**
 * By what the kernel lists in files: Node leaves out an interface that is not running, for want of a carrier
 * for example, and this host answers for its IPs all the same. Node is asked where there are no such files.
 */
export function createLookAtIps(): LookAtIps {
  const readTrie = reader('/proc/self/net/fib_trie');
  const readIpv6 = reader('/proc/self/net/if_inet6');
  let known = { trie: '', ipv6: '' };
  let ips: ReadonlySet<string> = new Set();
  return () => {
    const trie = readTrie();
    if (trie === undefined) return runningIps();
    // There is none where the kernel was started without IPv6.
    const ipv6 = readIpv6() ?? '';
    if (trie !== known.trie || ipv6 !== known.ipv6) {
      known = { trie, ipv6 };
      ips = new Set([...assignedOf(ipsInTrie(trie)), ...ipsInList(ipv6)]);
    }
    return ips;
  };
}

/** Each IP has a route to the host itself: a line with the IP, and below it what leads there. */
function ipsInTrie(text: string): readonly string[] {
  const ips: string[] = [];
  let ip = '';
  for (const line of text.split('\n')) {
    const at = line.indexOf('|-- ');
    if (at !== -1) ip = line.slice(at + 4);
    else if (line.trimStart().startsWith('/32 host LOCAL')) ips.push(ip);
  }
  return ips;
}

/** 32 hexadecimal digits lead each line. The fifth field are its flags. */
function ipsInList(text: string): readonly string[] {
  const fields = text.split('\n').map((line) => line.split(/ +/));
  const usable = fields.filter(([, , , , flags = '']) => !isRefused(Number.parseInt(flags, 16)));
  return usable.flatMap(([all = '']) => normaliseIp(all.replaceAll(/.{4}(?!$)/g, '$&:')) ?? []);
}

/** Another host has it already: IFA_F_DADFAILED (include/uapi/linux/if_addr.h). This one does not answer for it. */
function isRefused(flags: number): boolean {
  return (flags & 0x08) !== 0;
}

/** The kernel hands out a page at a time, and a change in between moves what is on the next. */
const maxTries = 5;

/** Reads what the file says at one moment. `undefined` where it cannot. */
function reader(path: string): () => string | undefined {
  let known: string | undefined;
  return () => {
    let before = known;
    known = readWhole(path);
    for (let tries = 1; known !== before && tries < maxTries; tries += 1) {
      before = known;
      known = readWhole(path);
    }
    return known;
  };
}

/** Some 7,000 IPs or routes; to read more takes the kernel longer than Node takes with interfaces. */
const maxBytes = 1024 * 1024;

function readWhole(path: string): string | undefined {
  try {
    const fd = openSync(path, 'r');
    try {
      return readAll(fd);
    } finally {
      closeSync(fd);
    }
  } catch {
    return undefined;
  }
}

let buffer = Buffer.alloc(0);

function readAll(fd: number): string | undefined {
  if (buffer.length === 0) buffer = Buffer.allocUnsafeSlow(maxBytes);
  let length = 0;
  for (let read = 1; read > 0; length += read) {
    if (length === maxBytes) return undefined;
    read = readSync(fd, buffer, length, maxBytes - length, null);
  }
  return buffer.toString('latin1', 0, length);
}
