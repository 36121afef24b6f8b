import { createCloud } from '../../src/emulator/cloud.ts';
import type { Cloud } from '../../src/emulator/cloud.ts';
import type { CloudRequest } from '../../src/emulator/exchange.ts';
import { parseTopology } from '../../src/emulator/topology.ts';
import { token } from './token.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: any;
}

export interface AskedCloud {
  readonly cloud: Cloud;
  /** Milliseconds since 1970; move it to let time pass. */
  nowMs: number;
  get(path: string, authorization?: string): Answer;
  post(path: string, body: unknown, authorization?: string): Answer;
  /** What the metadata service tells a node. */
  metadata(node: string, path: string): Answer;
}

/** An embedded cloud that is asked directly, without a socket. Its name tells whose API that is. */
export function askCloud(topology: string, name = 'digitalocean'): AskedCloud {
  const asked: AskedCloud = { cloud: undefined!, nowMs: 1_795_219_200_000, get, post, metadata };
  const cloud = createCloud(parseTopology({ path: 'the test', text: topology }), {
    now: () => asked.nowMs,
  });
  return Object.assign(asked, { cloud });

  function ask(request: Partial<CloudRequest> & { url: string; authorization?: string }): Answer {
    const { pathname, searchParams, search } = new URL(request.url, 'http://cloud');
    const authorization = request.authorization ?? `Bearer ${token}`;
    const { ending } = cloud.answer({
      service: `${name}-api`,
      method: 'GET',
      path: pathname,
      query: searchParams,
      search: search.slice(1),
      headers: { authorization, host: 'cloud' },
      body: '',
      node: undefined,
      ...request,
    });
    if (ending.type !== 'reply') throw new Error(`The cloud ended with ${ending.type}`);
    const { status, headers, body } = ending.reply;
    return {
      status,
      headers,
      body: headers['content-type']?.includes('json') ? JSON.parse(body) : body,
    };
  }

  function get(url: string, authorization?: string): Answer {
    return ask({ url, ...(authorization === undefined ? {} : { authorization }) });
  }

  function post(url: string, body: unknown, authorization?: string): Answer {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return ask({
      url,
      method: 'POST',
      body: text,
      ...(authorization === undefined ? {} : { authorization }),
    });
  }

  function metadata(node: string, url: string): Answer {
    return ask({ url, service: `${name}-metadata`, node });
  }
}
