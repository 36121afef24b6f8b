import type { ClientRequest, Agent as NodeAgent, RequestOptions } from 'node:http';
import { Socket } from 'node:net';
import type { TcpNetConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';

import type { Attempt } from './attempt.ts';
import { readyOn } from './dial.ts';
import type { Dial } from './dial.ts';

/**
 * Agents that give a request its connection only once that is ready: the name is resolved, the
 * connection made, the handshake done. Node's own hand a request over to a connection that is yet to be
 * made, and its bytes leave whenever that is: seconds later where a SYN gets lost, with nobody asked.
 */

/** Where requests enter an agent: lib/_http_agent.js of Node. */
declare module 'http' {
  interface Agent {
    addRequest(request: ClientRequest, options: RequestOptions): void;
  }
}

const attemptKey = Symbol('attempt');

/** What Node wants a connection made from. */
type Target = TcpNetConnectOpts & { readonly [attemptKey]: Attempt };

type OnConnection = (error: Error | null, socket?: Duplex) => void;

/** The TCP connections below those with TLS. */
const carriers = new WeakMap<Duplex, Duplex>();

/** From now on an agent makes its connections ready before it gives them to a request. */
export function makeReady(
  agent: NodeAgent,
  { dial, isSecure }: { readonly dial: Dial; readonly isSecure: boolean },
): void {
  const begin = agent.createConnection.bind(agent);
  const open = async (target: Target): Promise<Duplex> => {
    const attempt = target[attemptKey];
    const carrier = await dial(target, attempt);
    if (!isSecure) return carrier;
    attempt.progress.phase = 'handshake';
    const options = { ...target, socket: carrier };
    const socket = begin(options);
    if (!(socket instanceof Socket)) throw new TypeError('An agent for https makes sockets');
    carriers.set(socket, carrier);
    return await readyOn('secureConnect', socket, attempt);
  };
  const openFor = async (target: Target, callback: OnConnection): Promise<void> => {
    const opened = await open(target).catch(asError);
    if (opened instanceof Error) callback(opened);
    else callback(null, opened);
  };
  agent.createConnection = (target: Target, callback: OnConnection) => {
    void openFor(target, callback);
    return undefined;
  };
}

/** The agent as one attempt meets it: the attempt is asked right before its first byte leaves. */
export function agentOf(agent: NodeAgent, attempt: Attempt): NodeAgent {
  const addRequest = (request: ClientRequest, options: RequestOptions): void => {
    // Node hands over what the request has to say in the same turn, right after this.
    request.once('socket', (socket) => {
      try {
        attempt.beforeSend(request.reusedSocket);
        attempt.withdraw = () => reset(carriers.get(socket) ?? socket);
        request.once('close', () => delete attempt.withdraw);
      } catch (error) {
        request.destroy(asError(error));
      }
    });
    const known: RequestOptions & { [attemptKey]?: Attempt } = {
      ...options,
      [attemptKey]: attempt,
    };
    agent.addRequest(request, known);
  };
  return Object.create(agent, { addRequest: { value: addRequest } });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function reset(carrier: Duplex): void {
  if (carrier instanceof Socket) carrier.resetAndDestroy();
}
