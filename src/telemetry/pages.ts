import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import { errnoOf } from '../lib/errno.ts';
import { Failure } from '../ports/failure.ts';

export interface Page {
  readonly status: 200 | 503;
  readonly type: string;
  readonly body: string;
}

/** Pages to read, by path. */
export type Pages = Readonly<Record<string, () => Page | Promise<Page>>>;

export interface ServedPages {
  /** Where they really are, with the port that was asked for as 0. */
  readonly url: string;
  close(): void;
}

/** Serves pages over HTTP, to read only. `at` is HOST:PORT. Throws `config` where it cannot listen. */
export async function servePages(at: string, pages: Pages): Promise<ServedPages> {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(at) ?? [];
  const server = createServer(limits, (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') end(response, readOnly);
    else answer(pageAt(request.url, pages), response).catch(() => response.destroy());
  });
  server.maxRequestsPerSocket = 1;
  server.setTimeout(longestRequestMs);
  keepFew(server);
  await listen(server, { host: host.replaceAll(/^\[|\]$/g, ''), port: Number(port) }, at);
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host}:${actual}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Whoever has something to ask says it at once, and takes the answer. */
const longestRequestMs = 10_000;
const limits = { headersTimeout: longestRequestMs, requestTimeout: longestRequestMs };
/** Some who measure, and some who look whether the watcher is alive. */
const maxConnections = 100;

/**
 * The oldest goes where there are too many, and not the newest: who reads slowly, or not at all, must
 * not keep out those who look.
 */
function keepFew(server: Server): void {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    const [oldest] = open;
    if (open.size > maxConnections) oldest?.destroy();
  });
}

const base = 'http://floatip';

/** Whoever reaches the port chooses what it is asked for: `//` for example is no URL. */
function pageAt(asked = '/', pages: Pages): Pages[string] | undefined {
  if (!URL.canParse(asked, base)) return undefined;
  const { pathname } = new URL(asked, base);
  return Object.hasOwn(pages, pathname) ? pages[pathname] : undefined;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const plain = 'text/plain; charset=utf-8';
const readOnly: Answer = {
  status: 405,
  type: plain,
  body: 'There is only something to read here\n',
};
const nothing: Answer = { status: 404, type: plain, body: 'There is no such page\n' };

async function answer(page: Pages[string] | undefined, response: ServerResponse): Promise<void> {
  end(response, page === undefined ? nothing : await page());
}

function end(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body);
}

async function listen(
  server: Server,
  where: { host: string; port: number },
  at: string,
): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(where, resolve);
    });
  } catch (error) {
    throw new Failure('config', `Cannot listen at ${at}: ${errnoOf(error)}`, {
      hint: 'Give --listen another address and port, such as 127.0.0.1:9477',
      cause: error,
    });
  }
}
