import { createHash } from 'node:crypto';

import type { ActionName } from './description.ts';

/** What a request can be signed with, and what it may then do. */
export interface Credential {
  readonly secretId: string;
  readonly secretKey: string;
  /** Temporary credentials are worth nothing without it. */
  readonly token?: string | undefined;
  /** Milliseconds since 1970; `Infinity` for keys. */
  readonly expiresAtMs: number;
  /** The actions it allows; without it, all. */
  readonly actions?: readonly ActionName[] | undefined;
}

export interface TemporaryCredential extends Credential {
  readonly token: string;
}

/** A CAM role that every instance has. */
export interface Role {
  readonly name: string;
  readonly ttlMs: number;
  readonly actions?: readonly ActionName[] | undefined;
  /** What secrets of the role begin with, so that they can be searched for. */
  readonly secret: string;
}

export interface Keyring {
  find(secretId: string): Credential | undefined;
  readonly role: Role | undefined;
  /** The role's credentials for an instance, as its metadata service hands them out. */
  issue(role: Role, node: string): TemporaryCredential;
}

export interface KeyringOptions {
  readonly keys: readonly Omit<Credential, 'expiresAtMs'>[];
  readonly role?: Role | undefined;
  readonly now: () => number;
}

export function createKeyring({ keys, role, now }: KeyringOptions): Keyring {
  const known = new Map<string, Credential>();
  for (const key of keys) known.set(key.secretId, { ...key, expiresAtMs: Infinity });
  const current = new Map<string, TemporaryCredential>();
  return {
    role,
    find: (secretId) => known.get(secretId),
    issue(issuing, node) {
      const held = current.get(node);
      // Renewed at half-time: nobody ever gets what is about to expire.
      if (held !== undefined && held.expiresAtMs - now() > issuing.ttlMs / 2) return held;
      const expiresAtMs = now() + issuing.ttlMs;
      const issued = temporaryCredential(issuing, { serial: known.size, expiresAtMs });
      known.set(issued.secretId, issued);
      current.set(node, issued);
      return issued;
    },
  };
}

function temporaryCredential(
  { actions, secret }: Role,
  { serial, expiresAtMs }: { serial: number; expiresAtMs: number },
): TemporaryCredential {
  const text = createHash('sha256').update(`${secret} ${serial}`).digest('hex');
  return {
    secretId: `AKID${text.slice(0, 32)}`,
    secretKey: `${secret}${text.slice(32)}`,
    token: `${secret}${text}`,
    expiresAtMs,
    actions,
  };
}
