import { Agent } from 'node:http';
import type { AgentOptions, Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';

import type { AxiosRequestConfig } from 'axios';
import { getProxyForUrl } from 'proxy-from-env';

import type { Attempt } from './attempt.ts';
import { dial } from './dial.ts';
import { agentOf, readyAgent } from './ready-agent.ts';
import type { ReadyAgent } from './ready-agent.ts';
import { dialByEnvironment } from './tunnel.ts';

/** Whether `HTTPS_PROXY` and its siblings apply. */
export type ProxyUse = 'environment' | 'never';

/** Connections that are kept for the next request. */
export interface Connections {
  /** What makes the connection for an attempt at a URL; nothing where axios has to ask a proxy for the whole URL. */
  agentFor(url: string, attempt: Attempt): Agent | undefined;
  /** How an attempt at a URL goes out, as axios takes it. */
  configFor(url: string, attempt: Attempt): AxiosRequestConfig;
  /** Begins to connect to where a URL leads, for the next request. Nothing is sent. */
  prepare(url: string, signal: AbortSignal): void;
  /** From now on new connections only; what other requests still use is closed once they are done. */
  renew(): void;
  /** The same, and what was prepared is closed. */
  close(): void;
}

/** How a server proves who it is, and this host to it. PEM. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export function keepConnections(proxy: ProxyUse, tls: TlsMaterial = {}): Connections {
  const abandoned = new WeakSet<Duplex>();
  const { plain, secure } = agentsFor(proxy, tls, abandoned);
  const plainFor = (attempt: Attempt): Agent => agentOf(plain.agent(), attempt);
  const secureFor = (attempt: Attempt): Agent => agentOf(secure.agent(), attempt);
  const renew = (): void => [plain, secure].forEach((one) => abandon(one.made(), abandoned));
  return {
    prepare(url, signal) {
      const isDirect = proxy === 'never' || getProxyForUrl(url) === '';
      if (!isPlain(url)) secure.prepare(new URL(url), signal);
      else if (isDirect) plain.prepare(new URL(url), signal);
    },
    agentFor(url, attempt) {
      if (!isPlain(url)) return secureFor(attempt);
      // Without TLS there is no tunnel.
      return proxy === 'never' || getProxyForUrl(url) === '' ? plainFor(attempt) : undefined;
    },
    configFor(url, attempt) {
      if (!isPlain(url)) return { httpsAgent: secureFor(attempt), proxy: false };
      const agents = { httpAgent: plainFor(attempt) };
      return proxy === 'never' ? { ...agents, proxy: false } : agents;
    },
    renew,
    close() {
      renew();
      plain.close();
      secure.close();
    },
  };
}

interface Agents {
  readonly plain: ReadyAgent<Agent>;
  readonly secure: ReadyAgent<HttpsAgent>;
}

function agentsFor(proxy: ProxyUse, tls: TlsMaterial, abandoned: WeakSet<Duplex>): Agents {
  const options = { ...kept, ...tls };
  return {
    plain: readyAgent({
      make: () => forgetful(new Agent(keptPlain), abandoned),
      options: keptPlain,
      dial,
      isSecure: false,
    }),
    secure: readyAgent({
      make: () => forgetful(secureAgent(options), abandoned),
      options,
      dial: proxy === 'never' ? dial : dialByEnvironment,
      isSecure: true,
    }),
  };
}

function isPlain(url: string): boolean {
  return url.startsWith('http:');
}

/** A request must not wait for the end of its own handshake to be acknowledged: with `noDelay`, it does not. */
const kept = { keepAlive: true, noDelay: true } as const;

/** Without TLS nobody is told a name of the server, and Node need not look whether its host is one. */
const keptPlain = { ...kept, servername: '' } as const;

/** Loads TLS, which takes milliseconds that a plain connection need not wait for. */
function secureAgent(options: AgentOptions): HttpsAgent {
  const { Agent: Secure } = process.getBuiltinModule('node:https');
  return new Secure(options);
}

/** Has an agent keep no connection that was abandoned while it was in use. */
function forgetful<A extends Agent>(agent: A, abandoned: WeakSet<Duplex>): A {
  const keep = agent.keepSocketAlive.bind(agent);
  agent.keepSocketAlive = (socket) => !abandoned.has(socket) && keep(socket);
  return agent;
}

function abandon(agent: Agent | undefined, abandoned: WeakSet<Duplex>): void {
  for (const socket of socketsIn(agent?.sockets)) abandoned.add(socket);
  for (const socket of socketsIn(agent?.freeSockets)) socket.destroy();
}

function socketsIn(byName: NodeJS.ReadOnlyDict<Duplex[]> = {}): readonly Duplex[] {
  return Object.values(byName).flatMap((sockets) => sockets ?? []);
}
