import { parseJson } from '../../lib/json.ts';
import type { CloudRequest } from '../exchange.ts';
import { actions, isActionName, version } from './description.ts';
import type { ActionName } from './description.ts';
import { missingParameter } from './parameters.ts';
import { queryParameters } from './query-parameters.ts';
import { Refusal } from './refusal.ts';

/** What a request asks for, in the envelope that all of Tencent Cloud's APIs have. */

/** The action as anybody can see it who has only to tell requests apart. */
export function namedAction({
  headers,
  query,
}: Pick<CloudRequest, 'headers' | 'query'>): string | undefined {
  return headers['x-tc-action'] ?? query.get('Action') ?? undefined;
}

/** Throws for other methods, and for what only the older signature method v1 has in its query. */
export function requireForm({ method, query }: CloudRequest): void {
  if (method !== 'GET' && method !== 'POST') throw new Refusal('UnsupportedProtocol');
  if (!query.has('Action')) return;
  throw new Refusal('AuthFailure.InvalidAuthorization', 'Only TC3-HMAC-SHA256 is understood here.');
}

/** The action that a request names. Throws for one that is not there in this version. */
export function requestedAction(request: CloudRequest): ActionName {
  const action = commonParameter(request, 'Action');
  if (commonParameter(request, 'Version') !== version) throw new Refusal('NoSuchVersion');
  if (isActionName(action)) return action;
  throw new Refusal('InvalidAction', `The action \`${action}\` is not valid.`);
}

export function requireRegion(request: CloudRequest, region: string): void {
  const asked = commonParameter(request, 'Region');
  if (asked === region) return;
  throw new Refusal('UnsupportedRegion', `The region \`${asked}\` is not supported.`);
}

/** A parameter that every action has. The signature that is understood here has it in a header. */
export function commonParameter({ headers }: CloudRequest, name: string): string {
  const value = headers[`x-tc-${name.toLowerCase()}`] ?? '';
  if (value === '') throw missingParameter(name);
  return value;
}

/** The parameters of the action, not yet checked. */
export function givenParameters(action: ActionName, request: CloudRequest): unknown {
  const { method, query, headers, body } = request;
  if (method === 'GET') return queryParameters(query, actions[action].parameters);
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) {
    throw new Refusal('InvalidParameter', 'The content type has to be application/json.');
  }
  return body === '' ? {} : parseJson(body);
}
