import type { CloudRequest } from '../exchange.ts';
import { createLimits } from './limits.ts';
import type { Limits, LimitSettings } from './limits.ts';
import { Refusal, words } from './refusal.ts';

export const scopes = [
  'account:read',
  'actions:read',
  'droplet:read',
  'project:read',
  'reserved_ip:read',
  'reserved_ip:update',
  'tag:read',
] as const;
export type Scope = (typeof scopes)[number];

export interface Token {
  readonly token: string;
  readonly scopes: readonly Scope[];
}

/** What one request may do, and the limits that it counts against. */
export interface Access {
  readonly limits: Limits;
  sees(scope: string): boolean;
}

export type Gatekeeper = (request: CloudRequest) => Access;

/** Knows the tokens. Returns what the request's token may do, or throws a 401. */
export function createGatekeeper(tokens: readonly Token[], limits: LimitSettings): Gatekeeper {
  const known = new Map(
    tokens.map(({ token, scopes: granted }) => [
      token,
      {
        limits: createLimits(limits),
        sees: (scope: string) => granted.some((one) => one === scope),
      },
    ]),
  );
  return ({ headers }) => {
    const [, token = ''] = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '') ?? [];
    const access = known.get(token);
    if (access === undefined) {
      throw new Refusal(401, words[401]);
    }
    return access;
  };
}

export function requireScope(access: Access, scope: Scope): void {
  if (access.sees(scope)) return;
  throw new Refusal(403, words[403]);
}
