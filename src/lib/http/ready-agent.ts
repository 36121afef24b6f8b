import type { AgentOptions, ClientRequest, Agent as NodeAgent, RequestOptions } from 'node:http';
import { isIP, Socket } from 'node:net';
import type { TcpNetConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecureContext, SecureContextOptions } from 'node:tls';

import type { Attempt } from './attempt.ts';
import { readyOn } from './dial.ts';
import type { Dial } from './dial.ts';
import { readyConnections } from './ready-connections.ts';
import type { ReadyConnections } from './ready-connections.ts';

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

/** An agent that gives a request its connection only once that is ready. */
export interface ReadyAgent<A extends NodeAgent> {
  /** Made when it is needed: what it is made of may take milliseconds to load. */
  agent(): A;
  made(): A | undefined;
  /** Begins to connect to where a URL leads, for a request that is yet to come. Nothing is sent. */
  prepare(url: URL, signal: AbortSignal): void;
  /** Closes what nobody had a request for. */
  close(): void;
}

export interface ReadyOptions<A extends NodeAgent> {
  make(): A;
  /** What it is made with. */
  readonly options: AgentOptions;
  readonly dial: Dial;
  readonly isSecure: boolean;
}

export function readyAgent<A extends NodeAgent>(how: ReadyOptions<A>): ReadyAgent<A> {
  const { options, dial, isSecure } = how;
  let made: Made<A> | undefined;
  const make = (): Made<A> => (made ??= equip(how.make(), ready));
  const open = async (target: TcpNetConnectOpts, attempt: Attempt): Promise<Duplex> => {
    let handshake: Handshake | undefined;
    const carrier = await dial(target, attempt, () => {
      if (isSecure) handshake = prepareHandshake(make().agent, target);
    });
    if (!isSecure) return carrier;
    attempt.progress.phase = 'handshake';
    const known = { ...target, ...handshake, socket: carrier };
    const socket = make().begin(known);
    if (!(socket instanceof Socket)) throw new TypeError('An agent for https makes sockets');
    carriers.set(socket, carrier);
    return await readyOn('secureConnect', socket, attempt);
  };
  const ready = readyConnections(open);
  return {
    agent: () => make().agent,
    made: () => made?.agent,
    prepare(url, signal) {
      const place = placeIn(url, isSecure);
      if (isKept(made?.agent, place)) return;
      ready.prepare(placeOf(place), { ...options, ...place }, signal);
    },
    close: ready.close,
  };
}

interface Made<A extends NodeAgent> {
  readonly agent: A;
  /** As Node's own agent begins a connection. */
  begin(options: TcpNetConnectOpts): Duplex | null | undefined;
}

/** Has an agent take its connections from those that are ready. */
function equip<A extends NodeAgent>(agent: A, ready: ReadyConnections<TcpNetConnectOpts>): Made<A> {
  const begin = agent.createConnection.bind(agent);
  const openFor = async (target: Target, callback: OnConnection): Promise<void> => {
    const opened = await ready.take(placeOf(target), target, target[attemptKey]).catch(asError);
    if (opened instanceof Error) callback(opened);
    else callback(null, opened);
  };
  agent.createConnection = (target: Target, callback: OnConnection) => {
    void openFor(target, callback);
    return undefined;
  };
  return { agent, begin };
}

/** What can be done for a handshake before there is a connection. */
interface Handshake {
  readonly secureContext?: SecureContext;
  /** Under which an agent keeps sessions, so that the next handshake is shorter: lib/https.js of Node. */
  readonly _agentKey: string;
}

/**
 * Done while the network is waited for: loading TLS takes milliseconds, and reading the roots that Node trusts some
 * twenty, the first time.
 */
function prepareHandshake(agent: NodeAgent, target: SecureContextOptions & Place): Handshake {
  const key = { _agentKey: agent.getName(target) };
  const { createSecureContext } = process.getBuiltinModule('node:tls');
  try {
    return { ...key, secureContext: createSecureContext(target) };
  } catch {
    // Of a certificate that cannot be used. The handshake says so to whom it concerns.
    return key;
  }
}

function isKept(agent: NodeAgent | undefined, { host, port }: Place): boolean {
  const names = Object.keys(agent?.freeSockets ?? {});
  return names.some((name) => name.startsWith(`${host}:${port}:`));
}

/** As Node's client makes it of the same URL. */
function placeIn({ hostname, port }: URL, isSecure: boolean): Place {
  const host = hostname.replaceAll(/^\[|\]$/g, '');
  const place = { host, port: Number(port || (isSecure ? 443 : 80)) };
  return isSecure ? { ...place, servername: isIP(host) === 0 ? host : '' } : place;
}

type Place = TcpNetConnectOpts & { readonly servername?: string };

function placeOf({ host, port }: TcpNetConnectOpts): string {
  return `${host} ${port}`;
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
