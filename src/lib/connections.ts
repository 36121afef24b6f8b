import http from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';

import type { AxiosRequestConfig } from 'axios';

import type { Attempt } from './attempt.ts';
import { dial } from './dial.ts';
import type { Dial } from './dial.ts';
import { agentOf, makeReady } from './ready-agent.ts';
import { dialByEnvironment } from './tunnel.ts';

/** Whether `HTTPS_PROXY` and its siblings apply. */
export type ProxyUse = 'environment' | 'never';

/** Connections that are kept for the next request. */
export interface Connections {
  /** How an attempt at a URL goes out, as axios takes it. */
  configFor(url: string, attempt: Attempt): AxiosRequestConfig;
  /** From now on new connections only; what other requests still use is closed once they are done. */
  renew(): void;
}

/** How a server proves who it is, and this host to it. PEM. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export function keepConnections(proxy: ProxyUse, tls: TlsMaterial = {}): Connections {
  let plain: http.Agent | undefined;
  let secure: HttpsAgent | undefined;
  const abandoned = new WeakSet<Duplex>();
  return {
    configFor(url, attempt) {
      if (url.startsWith('http:')) {
        plain ??= keepReady(new http.Agent(keepAlive), { dial, isSecure: false }, abandoned);
        const agents = { httpAgent: agentOf(plain, attempt) };
        // Without TLS there is no tunnel: axios asks the proxy for the whole URL.
        return proxy === 'never' ? { ...agents, proxy: false } : agents;
      }
      const secureDial = proxy === 'never' ? dial : dialByEnvironment;
      secure ??= keepReady(secureAgent(tls), { dial: secureDial, isSecure: true }, abandoned);
      return { httpsAgent: agentOf(secure, attempt), proxy: false };
    },
    renew() {
      for (const agent of [plain, secure]) {
        for (const socket of socketsIn(agent?.sockets)) abandoned.add(socket);
        for (const socket of socketsIn(agent?.freeSockets)) socket.destroy();
      }
    },
  };
}

const keepAlive = { keepAlive: true } as const;

/** Loads TLS, which takes milliseconds that a plain connection need not wait for. */
function secureAgent(tls: TlsMaterial): HttpsAgent {
  const { Agent } = process.getBuiltinModule('node:https');
  return new Agent({ ...keepAlive, ...tls });
}

/** Makes an agent connect as it should, and keep no connection that was abandoned while it was in use. */
function keepReady<A extends http.Agent>(
  agent: A,
  how: { readonly dial: Dial; readonly isSecure: boolean },
  abandoned: WeakSet<Duplex>,
): A {
  makeReady(agent, how);
  const keep = agent.keepSocketAlive.bind(agent);
  agent.keepSocketAlive = (socket) => !abandoned.has(socket) && keep(socket);
  return agent;
}

function socketsIn(byName: NodeJS.ReadOnlyDict<Duplex[]> = {}): readonly Duplex[] {
  return Object.values(byName).flatMap((sockets) => sockets ?? []);
}
