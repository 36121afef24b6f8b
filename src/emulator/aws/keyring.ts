import { createHash } from 'node:crypto';

import type { ActionName } from './description.ts';

/** What a request can be signed with, and what it may then do. */
export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Temporary credentials are worth nothing without it. */
  readonly sessionToken?: string | undefined;
  /** Milliseconds since 1970; `Infinity` for keys. */
  readonly expiresAtMs: number;
  /** The actions it allows; without it, all. */
  readonly actions?: readonly ActionName[] | undefined;
}

export interface TemporaryCredential extends Credential {
  readonly sessionToken: string;
}

/** What temporary credentials are issued for. */
export interface Issuing {
  readonly ttlMs: number;
  readonly actions?: readonly ActionName[] | undefined;
  /** What its secrets begin with, so that they can be searched for. */
  readonly secret: string;
}

/** The role that every instance has. */
export interface Role extends Issuing {
  readonly name: string;
}

/** A role that can be taken on. */
export interface Assumable extends Issuing {
  readonly arn: string;
  readonly externalId?: string | undefined;
}

export interface Keyring {
  find(accessKeyId: string): Credential | undefined;
  readonly role: Role | undefined;
  readonly assumable: readonly Assumable[];
  /** New credentials for what is issued. */
  issue(issuing: Issuing): TemporaryCredential;
  /** The role's credentials for an instance, as its metadata service hands them out. */
  issueTo(role: Role, node: string): TemporaryCredential;
}

export interface KeyringOptions {
  readonly keys: readonly Omit<Credential, 'expiresAtMs'>[];
  readonly role?: Role | undefined;
  readonly assumable: readonly Assumable[];
  readonly now: () => number;
}

export function createKeyring({ keys, role, assumable, now }: KeyringOptions): Keyring {
  const known = new Map<string, Credential>();
  for (const key of keys) known.set(key.accessKeyId, { ...key, expiresAtMs: Infinity });
  const current = new Map<string, TemporaryCredential>();
  const issue = (issuing: Issuing): TemporaryCredential => {
    const made = temporaryCredential(issuing, known.size, now() + issuing.ttlMs);
    known.set(made.accessKeyId, made);
    return made;
  };
  return {
    role,
    assumable,
    find: (accessKeyId) => known.get(accessKeyId),
    issue,
    issueTo(issuing, node) {
      const held = current.get(node);
      // Renewed at half-time: nobody ever gets what is about to expire.
      if (held !== undefined && held.expiresAtMs - now() > issuing.ttlMs / 2) return held;
      const issued = issue(issuing);
      current.set(node, issued);
      return issued;
    },
  };
}

function temporaryCredential(
  { actions, secret }: Issuing,
  serial: number,
  expiresAtMs: number,
): TemporaryCredential {
  const text = createHash('sha256').update(`${secret} ${serial}`).digest('hex');
  return {
    accessKeyId: `ASIA${text.slice(0, 16).toUpperCase()}`,
    secretAccessKey: `${secret}${text.slice(32)}`,
    sessionToken: `${secret}${text}`,
    expiresAtMs,
    actions,
  };
}
