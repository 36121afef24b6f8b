import { parse } from 'yaml';

import { isIp } from '../../core/ip.ts';
import { nearName } from '../../core/near-name.ts';
import { isRecord } from '../../lib/json.ts';
import { Failure } from '../../ports/failure.ts';

/** What `--address KIND:IP` or `--address KIND:ID,key=value` says. */
export interface GivenAddress {
  /** As it was written. */
  readonly text: string;
  readonly kind: string;
  /** Keys of the config for both hosts. */
  readonly keys: Readonly<Record<string, unknown>>;
  /** Keys that one host has and the other has otherwise. */
  readonly own: { readonly self: Keys; readonly peer: Keys };
}

type Keys = Readonly<Record<string, unknown>>;

/** A comma separates keys only where a key follows, so that a list may have some as well. */
const separator = /,(?=(?:self\.|peer\.)?[A-Za-z]\w*=)/;

/** Throws `usage`. */
export function parseAddress(text: string, kinds: ReadonlySet<string>): GivenAddress {
  const [head = '', ...pairs] = text.split(separator);
  const [kind = ''] = head.split(':');
  const value = head.slice(kind.length + 1);
  if (!kinds.has(kind)) throw unknownKind(kind, kinds);
  const first = value === '' ? [] : [[isIpOrNetwork(value) ? 'ip' : 'id', value] as const];
  const keysFor = (host: string): readonly (readonly [string, unknown])[] =>
    pairs.flatMap((pair) => {
      const [, whose = '', key = '', raw = ''] = /^(?:(self|peer)\.)?(\w+)=(.*)$/s.exec(pair) ?? [];
      return whose === host ? [[key, valueOf(raw, text)] as const] : [];
    });
  return {
    text,
    kind,
    keys: Object.fromEntries([...first, ...keysFor('')]),
    own: { self: Object.fromEntries(keysFor('self')), peer: Object.fromEntries(keysFor('peer')) },
  };
}

/** Some clouds hand out IPv6 by the network, such as 2001:db8::/64. */
function isIpOrNetwork(value: string): boolean {
  return isIp(value.replace(/\/\d+$/, ''));
}

/** What begins like a list or a map is one; to YAML, an IPv6 address would be a map as well. */
function valueOf(raw: string, text: string): unknown {
  return /^\s*[[{]/.test(raw) ? parsedAs(text, () => parse(raw)) : raw;
}

function parsedAs(text: string, read: () => unknown): unknown {
  try {
    const value: unknown = read();
    if (Array.isArray(value) || isRecord(value)) return value;
  } catch {
    // Said below.
  }
  throw new Failure('usage', `A list or map in --address is not closed: ${text}`, {
    hint: 'Write it as YAML on one line, such as command=[/usr/local/bin/move, web]',
  });
}

function unknownKind(kind: string, kinds: ReadonlySet<string>): Failure {
  const near = nearName(kind, [...kinds]);
  const all = `Write KIND:IP, with one of ${[...kinds].join(', ')}`;
  return new Failure('usage', `--address begins with no kind of address: ${kind}`, {
    hint: near === undefined ? all : `Write KIND:IP. Did you mean ${near}?`,
  });
}
