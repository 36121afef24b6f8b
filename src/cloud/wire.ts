import type { ServerResponse } from 'node:http';

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
      response.writeHead(ending.reply.status, headersOf(ending.reply));
      response.end(ending.reply.body);
  }
}

function truncate(reply: CloudReply, response: ServerResponse): void {
  response.writeHead(reply.status, headersOf(reply));
  const half = reply.body.slice(0, Math.floor(reply.body.length / 2));
  response.write(half, () => response.socket?.destroy());
}

function headersOf({ headers, body }: CloudReply): Record<string, string> {
  return { ...headers, 'content-length': String(Buffer.byteLength(body)) };
}
