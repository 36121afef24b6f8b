import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

import type { CloudReply, Effect } from './exchange.ts';

/** Plays an effect on a real connection. */
export function play({ latencyMs, ending }: Effect, response: ServerResponse): void {
  if (latencyMs === 0) end(ending, response);
  else setTimeout(() => end(ending, response), latencyMs);
}

function end(ending: Effect['ending'], response: ServerResponse): void {
  switch (ending.type) {
    case 'hang':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'truncate':
      truncate(ending.reply, response);
      return;
    case 'reply':
      send(ending.reply, response);
  }
}

/** What stands in front of the vendor's API compresses for every client that says it can read it. */
function send(reply: CloudReply, response: ServerResponse): void {
  if (!/\bgzip\b/.test(String(response.req.headers['accept-encoding']))) {
    response.writeHead(reply.status, headersOf(reply));
    response.end(reply.body);
    return;
  }
  response.writeHead(reply.status, { ...reply.headers, 'content-encoding': 'gzip' });
  response.end(gzipSync(reply.body));
}

function truncate(reply: CloudReply, response: ServerResponse): void {
  response.writeHead(reply.status, headersOf(reply));
  const half = reply.body.slice(0, Math.floor(reply.body.length / 2));
  response.write(half, () => response.socket?.destroy());
}

function headersOf({ headers, body }: CloudReply): Record<string, string> {
  return { ...headers, 'content-length': String(Buffer.byteLength(body)) };
}
