import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

import { temporaryFile } from '../../support/temporary.ts';

/**
 * A program that floatip starts, a process of its own for each call, and that ends as it is told here: it hands on
 * what it is asked, and does the shell text that it gets back.
 */

export interface Call {
  readonly question: any;
  /** For what is to be late. */
  readonly response: ServerResponse;
}

/** The shell text that a call ends with; nothing where its program is gone by then. */
type Script = (call: Call) => Promise<string>;

let script: Script = () => Promise.reject(new Error('No program is to run now'));

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
server.unref();
const address = server.address();
const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;

export function scriptedProgram(): string {
  const lines = ['#!/bin/sh', `eval "$(curl --silent --data-binary @- ${url})"`];
  return temporaryFile('my-cloud', `${lines.join('\n')}\n`, 0o755);
}

/** What programs do from now on. */
export function follow(next: Script): void {
  script = next;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.end(await script({ question: JSON.parse(await text(request)), response }));
}
