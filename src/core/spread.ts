import type { Follow } from './follow.ts';

/** In how many parts addresses are spread over hosts where nobody says. */
const usualParts = 16;

interface Named {
  readonly name: string;
  readonly follow?: Follow;
}

/** An address of a lease that is spread over hosts follows a part of it, which is a lease of its own. */
export function withPart<A extends Named>(address: A): A {
  const { name, follow } = address;
  if (follow === undefined || typeof follow === 'string' || !('lease' in follow)) return address;
  const { lease, spread = false } = follow;
  if (spread === false) return address;
  const parts = spread === true ? usualParts : spread;
  return { ...address, follow: { lease: `${lease}.${hashOf(name) % parts}`, spread: parts } };
}

/** The lease that something may be a part of, by its name. */
export function leaseOfPart(name: string): string | undefined {
  return /^(.+)\.\d+$/.exec(name)?.[1];
}

/**
 * How much a host is preferred for a part, from 1 to 254: by chance, and the same on all hosts without a word
 * between them. Whoever comes or goes, only parts of its own move.
 */
export function preferenceFor(host: string, lease: string): number {
  return 1 + (hashOf(`${lease} ${host}`) % 254);
}

/** How much a host is preferred for an address: by chance, and the same for everybody. */
export function rankOf(address: string, node: string): number {
  return hashOf(`${address} ${node}`);
}

/** FNV-1a, mixed once more, as its lowest bits differ little between names that differ in one letter. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
