import { createRequire } from 'node:module';

import { createCloud } from '../../src/emulator/cloud.ts';
import type { Cloud } from '../../src/emulator/cloud.ts';
import type { CloudReply, CloudRequest } from '../../src/emulator/exchange.ts';
import { parseTopology } from '../../src/emulator/topology.ts';
import { parseXml } from '../../src/providers/aws/xml.ts';
import { accessKeyId, secretAccessKey } from './token.ts';

/** Signs as floatip does; what the embedded cloud makes of it, it works out by itself. */
const aws4 = createRequire(import.meta.url)('aws4');

/** What can be wrong with a request; by default nothing is. */
export interface Signing {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly service?: string;
  readonly region?: string;
  /** How far the client's clock is off. */
  readonly skewSeconds?: number;
  readonly version?: string;
  /** Put in after signing; an empty one is left out. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the body becomes on the way. */
  readonly tamper?: (body: string) => string;
}

export interface AskedAws {
  readonly cloud: Cloud;
  /** Milliseconds since 1970; move it to let time pass. */
  nowMs: number;
  raw(action: string, parameters?: Record<string, string>, signing?: Signing): CloudReply;
  /** What is in the answer. */
  call(action: string, parameters?: Record<string, string>, signing?: Signing): any;
  /** The status and the code of the error that a call ends with. */
  code(action: string, parameters?: Record<string, string>, signing?: Signing): readonly unknown[];
  metadata(
    node: string,
    path: string,
    headers?: Record<string, string>,
    method?: string,
  ): CloudReply | 'hang';
}

const host = 'ec2.cloud.test:8080';

/** An embedded AWS that is asked directly, without a socket. */
export function askAws(topology: string): AskedAws {
  const raw: AskedAws['raw'] = (action, parameters = {}, signing = {}) => {
    const ended = cloud.answer(requestOf(action, parameters, { ...signing, nowMs: asked.nowMs }));
    if (ended.ending.type !== 'reply') throw new Error(`The cloud ended with ${ended.ending.type}`);
    return ended.ending.reply;
  };
  const parsed = (reply: CloudReply): any => parseXml(reply.body)?.value;
  const asked: AskedAws = {
    cloud: undefined!,
    nowMs: 1_795_219_200_000,
    raw,
    call: (...args) => parsed(raw(...args)),
    code(...args) {
      const reply = raw(...args);
      const { Errors, Error: error } = parsed(reply);
      return [reply.status, (Errors?.Error ?? error)?.Code];
    },
    metadata(node, path, headers = {}, method = 'GET') {
      const request = { ...requestOf('', {}, { nowMs: asked.nowMs }), service: 'aws-metadata' };
      const { ending } = cloud.answer({ ...request, method, path, headers, node, body: '' });
      return ending.type === 'reply' ? ending.reply : 'hang';
    },
  };
  const cloud = createCloud(parseTopology({ path: 'the test', text: topology }), {
    now: () => asked.nowMs,
  });
  return Object.assign(asked, { cloud });
}

function requestOf(
  action: string,
  parameters: Record<string, string>,
  { nowMs, skewSeconds = 0, tamper = (body) => body, ...signing }: Signing & { nowMs: number },
): CloudRequest {
  const { service = 'ec2', region = 'eu-central-1' } = signing;
  const Version = signing.version ?? (service === 'sts' ? '2011-06-15' : '2016-11-15');
  const body = new URLSearchParams({ Action: action, Version, ...parameters }).toString();
  const time = new Date(nowMs + skewSeconds * 1000).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const type = 'application/x-www-form-urlencoded; charset=utf-8';
  const { headers } = aws4.sign(
    {
      host,
      method: 'POST',
      path: '/',
      service,
      region,
      body,
      headers: { 'Content-Type': type, 'X-Amz-Date': time },
    },
    { accessKeyId, secretAccessKey, ...signing },
  );
  const named = { ...lowered(headers), ...signing.headers };
  return {
    service: 'aws-api',
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    search: '',
    headers: Object.fromEntries(Object.entries(named).filter(([, value]) => value !== '')),
    body: tamper(body),
    node: undefined,
  };
}

function lowered(headers: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
