import http from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';

/** Connections that are kept for the next request. */
export interface Connections {
  /** The agent for a URL, under the name by which axios takes it. */
  agentFor(url: string): { readonly httpAgent: http.Agent } | { readonly httpsAgent: HttpsAgent };
  /** From now on new connections only; what other requests still use is closed once they are done. */
  renew(): void;
}

export function keepConnections(): Connections {
  let plain: http.Agent | undefined;
  let secure: HttpsAgent | undefined;
  return {
    agentFor(url) {
      if (url.startsWith('http:')) {
        plain ??= new http.Agent({ keepAlive: true });
        return { httpAgent: plain };
      }
      secure ??= secureAgent();
      return { httpsAgent: secure };
    },
    renew() {
      for (const agent of [plain, secure]) if (agent !== undefined) retire(agent);
      plain = undefined;
      secure = undefined;
    },
  };
}

/** Loads TLS, which takes milliseconds that a plain connection need not wait for. */
function secureAgent(): HttpsAgent {
  const { Agent } = process.getBuiltinModule('node:https');
  return new Agent({ keepAlive: true });
}

function retire(agent: http.Agent): void {
  agent.maxFreeSockets = 0;
  for (const sockets of Object.values(agent.freeSockets)) {
    for (const socket of sockets ?? []) socket.destroy();
  }
}
