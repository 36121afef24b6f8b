import { createRequire } from 'node:module';

import type { CloudRequest } from '../../src/emulator/exchange.ts';
import { secretId, secretKey } from './token.ts';

/** The vendor's own signing code. A plain import has its default in another place under vitest. */
const { default: sdk } = createRequire(import.meta.url)(
  'tencentcloud-sdk-nodejs/tencentcloud/common/sign.js',
);

/** What can be wrong with a request; by default nothing is. */
export interface Signing {
  readonly secretId?: string;
  readonly secretKey?: string;
  readonly token?: string;
  readonly method?: string;
  /** In a GET request. */
  readonly query?: string;
  /** Instead of the parameters as JSON. */
  readonly body?: string;
  /** How far the client's clock is off. */
  readonly skewSeconds?: number;
  readonly service?: string;
  /** Put in after signing; an empty one is left out. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Asking extends Signing {
  readonly action: string;
  readonly parameters: unknown;
  readonly nowMs: number;
}

const host = 'vpc.cloud.test:8080';

/** A request to Tencent Cloud as the vendor's SDK sends it. */
export function signTencent(asking: Asking): CloudRequest {
  const { action, parameters, nowMs, method = 'POST', query = '', skewSeconds = 0 } = asking;
  const body = method === 'POST' ? (asking.body ?? JSON.stringify(parameters)) : '';
  const timestamp = Math.floor(nowMs / 1000) + skewSeconds;
  const contentType = method === 'POST' ? 'application/json' : 'application/x-www-form-urlencoded';
  const headers: Record<string, string> = {
    host,
    'content-type': contentType,
    'x-tc-action': action,
    'x-tc-version': '2017-03-12',
    'x-tc-region': 'ap-guangzhou',
    'x-tc-timestamp': String(timestamp),
    'x-tc-token': asking.token ?? '',
    authorization: sdk.sign3({
      secretId,
      secretKey,
      service: 'vpc',
      ...asking,
      method,
      url: `http://${host}/${query === '' ? '' : `?${query}`}`,
      payload: Buffer.from(body),
      timestamp,
      headers: { 'Content-Type': contentType },
    }),
    ...asking.headers,
  };
  const sent = Object.entries(headers).filter(([, value]) => value !== '');
  return {
    service: 'tencent-api',
    method,
    path: '/',
    search: query,
    query: new URLSearchParams(query),
    body,
    headers: Object.fromEntries(sent),
    node: undefined,
  };
}
