import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import { errnoOf } from '../lib/files/errno.ts';
import { Failure } from '../ports/failure.ts';

export interface Page {
  readonly status: 200 | 400 | 404 | 503;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Pages to read, by path. */
export type Pages = Readonly<Record<string, () => Page | Promise<Page>>>;

/** What other hosts ask in JSON, by path. */
export type Questions = Readonly<Record<string, (asked: string) => Page>>;

/** What goes on for as long as somebody reads it, by path; `false` where there are too many. */
export type Streams = Readonly<Record<string, (response: ServerResponse) => boolean>>;

export interface ServedPages {
  /** Where they really are, with the port that was asked for as 0. */
  readonly url: string;
  close(): void;
}

export interface Beside {
  readonly streams?: Streams;
  readonly questions?: Questions;
}

/** Serves pages over HTTP. `at` is HOST:PORT. Throws `config` where it cannot listen. */
export async function servePages(
  at: string,
  pages: Pages,
  { streams = {}, questions = {} }: Beside = {},
): Promise<ServedPages> {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(at) ?? [];
  const server = createServer(limits, (request, response) => {
    const stream = request.method === 'GET' ? valueAt(request.url, streams) : undefined;
    const question = request.method === 'POST' ? valueAt(request.url, questions) : undefined;
    if (question !== undefined) void hear(request, question, response);
    else if (request.method !== 'GET' && request.method !== 'HEAD') end(response, readOnly);
    else if (stream !== undefined) begin(stream, request, { response, free });
    else answer(valueAt(request.url, pages), response).catch(() => response.destroy());
  });
  server.maxRequestsPerSocket = 1;
  server.setTimeout(longestRequestMs);
  const free = keepFew(server);
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
function keepFew(server: Server): (socket: Socket) => void {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    const [oldest] = open;
    if (open.size > maxConnections) oldest?.destroy();
  });
  return (socket) => void open.delete(socket);
}

const base = 'http://floatip';

/** Whoever reaches the port chooses what it is asked for: `//` for example is no URL. */
function valueAt<T>(asked = '/', byPath: Readonly<Record<string, T>>): T | undefined {
  if (!URL.canParse(asked, base)) return undefined;
  const { pathname } = new URL(asked, base);
  return Object.hasOwn(byPath, pathname) ? byPath[pathname] : undefined;
}

interface Reading {
  readonly response: ServerResponse;
  /** Leaves it to whoever sends the stream to see to how many there are, and for how long. */
  free(socket: Socket): void;
}

function begin(
  stream: Streams[string],
  { socket }: IncomingMessage,
  { response, free }: Reading,
): void {
  if (!stream(response)) {
    end(response, tooMany);
    return;
  }
  free(socket);
  socket.setTimeout(0);
}

interface Answer extends Omit<Page, 'status'> {
  readonly status: number;
}

const plain = 'text/plain; charset=utf-8';
const readOnly: Answer = {
  status: 405,
  type: plain,
  body: 'There is only something to read here\n',
};
const nothing: Answer = { status: 404, type: plain, body: 'There is no such page\n' };

const tooMany: Answer = { status: 503, type: plain, body: 'There are too many readers\n' };

const maxQuestionBytes = 4096;
const noQuestion: Answer = { status: 400, type: plain, body: 'That is no question\n' };

/** A page in a browser cannot send this type to another host without asking it first. */
const questionType = 'application/json';

async function hear(
  request: IncomingMessage,
  question: Questions[string],
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      chunks.push(Buffer.from(chunk));
      bytes += chunks.at(-1)?.length ?? 0;
      if (bytes > maxQuestionBytes) break;
    }
    const isOne = request.headers['content-type']?.startsWith(questionType) === true;
    const isBig = bytes > maxQuestionBytes;
    end(response, isOne && !isBig ? question(Buffer.concat(chunks).toString('utf8')) : noQuestion);
  } catch {
    response.destroy();
  }
}

async function answer(page: Pages[string] | undefined, response: ServerResponse): Promise<void> {
  end(response, page === undefined ? nothing : await page());
}

function end(response: ServerResponse, { status, type, body, headers }: Answer): void {
  response.writeHead(status, { ...headers, 'content-type': type, 'cache-control': 'no-store' });
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
