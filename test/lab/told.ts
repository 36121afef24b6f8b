import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

import type { Crew } from './crew.ts';
import { alertPort, gateway } from './layout.ts';
import type { HostName } from './layout.ts';
import type { Pulse } from './pulse.ts';

/** What a host has told people, by the webhook of its config. */
export interface Told {
  readonly host: HostName;
  /** When it came. Milliseconds since 1970. */
  readonly atMs: number;
  readonly kind: string;
  readonly title: string;
}

export interface ToldList {
  /** Of what happened since it was last emptied, oldest first: word of what was before may still be on its way. */
  by(host: HostName): readonly Told[];
  empty(): void;
}

/** Where hosts tell people, one path for each of them. */
export function alertUrl(host: HostName): string {
  return `http://${gateway}:${alertPort}/${host}`;
}

/** Takes what the hosts tell. Has to run inside the fabric. */
export async function hearAlerts(crew: Crew, pulse: Pulse): Promise<ToldList> {
  const told: Told[] = [];
  let sinceMs = 0;
  const hear = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const host = (request.url ?? '/').slice(1) as HostName;
    // Many that wait become one message.
    const { alerts = [], ...alone } = JSON.parse(await text(request)) as Message;
    for (const { kind = '', title = '', at = '' } of alone.kind === 'summary' ? alerts : [alone]) {
      if (Date.parse(at) >= sinceMs) told.push({ host, atMs: Date.now(), kind, title });
    }
    response.end('ok');
    pulse.beat();
  };
  const server = createServer((request, response) => {
    hear(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(alertPort, gateway, resolve));
  crew.atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    by: (host) => told.filter((one) => one.host === host),
    empty() {
      sinceMs = Date.now();
      told.splice(0);
    },
  };
}

interface Message {
  readonly kind?: string;
  /** When it happened. */
  readonly at?: string;
  readonly title?: string;
  readonly alerts?: readonly Omit<Message, 'alerts'>[];
}
