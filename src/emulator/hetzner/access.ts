import type { CloudRequest } from '../exchange.ts';
import { Refusal } from './refusal.ts';

/** What a token may do: one of two things, for the whole project. */
export const permissions = ['Read', 'Read & Write'] as const;
export type Permission = (typeof permissions)[number];

export interface Token {
  readonly token: string;
  readonly permission: Permission;
}

/** Throws what a request is refused with whose token is unknown, or may not do this. */
export function authorize(
  { headers, method }: CloudRequest,
  tokens: ReadonlyMap<string, Permission>,
): void {
  const [, token = ''] = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '') ?? [];
  const permission = tokens.get(token);
  if (permission === undefined) throw new Refusal('unauthorized');
  if (permission === 'Read' && method !== 'GET') throw new Refusal('token_readonly');
}
