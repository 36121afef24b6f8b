import type { CloudReply, CloudRequest } from '../exchange.ts';
import type { Fate } from '../fate.ts';
import { requireScope } from './access.ts';
import type { Gatekeeper } from './access.ts';
import { notFound, Refusal } from './refusal.ts';
import { routes } from './routes.ts';
import type { Visit } from './routes.ts';
import type { State } from './state.ts';

/** DigitalOcean's API, as far as it is about reserved IPs and the Droplets that hold them. */
export interface Api {
  /** `fate` is how an action goes that this request starts. */
  answer(request: CloudRequest, fate: Fate): CloudReply;
}

export interface ApiOptions {
  readonly state: State;
  readonly gatekeeper: Gatekeeper;
}

export function createApi({ state, gatekeeper }: ApiOptions): Api {
  let requests = 0;
  return {
    answer(request, fate) {
      requests += 1;
      const requestId = `00000000-0000-4000-8000-${String(requests).padStart(12, '0')}`;
      let limits: Record<string, string> = {};
      const reply = refusing(requestId, () => {
        const access = gatekeeper(request);
        try {
          access.limits.count(state.now());
          return dispatch({ state, access, request, fate });
        } finally {
          limits = access.limits.headers(state.now());
        }
      });
      return { ...reply, headers: { ...limits, ...reply.headers, 'x-request-id': requestId } };
    },
  };
}

function refusing(requestId: string, answer: () => CloudReply): CloudReply {
  try {
    return answer();
  } catch (error) {
    if (error instanceof Refusal) return error.reply(requestId);
    throw error;
  }
}

function dispatch(visit: Omit<Visit, 'params'>): CloudReply {
  const { request, access } = visit;
  for (const { method, path, scope, handle } of routes) {
    const found = method === request.method ? path.exec(request.path) : null;
    if (found === null) continue;
    requireScope(access, scope);
    return handle({ ...visit, params: found.slice(1).map(decodeURIComponent) });
  }
  throw notFound();
}
