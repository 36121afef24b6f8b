import type { CloudReply, CloudRequest } from '../exchange.ts';
import { fateOf } from '../fate.ts';
import type { Fault } from '../faults.ts';
import { authorize } from './access.ts';
import type { Permission } from './access.ts';
import type { Limits } from './limits.ts';
import { Refusal } from './refusal.ts';
import { routes } from './routes.ts';
import type { State } from './state.ts';

/** Hetzner Cloud's API, as far as it is about floating IPs and the servers that hold them. */
export interface Api {
  answer(request: CloudRequest, met: readonly Fault[]): CloudReply;
}

export interface ApiOptions {
  readonly state: State;
  readonly tokens: ReadonlyMap<string, Permission>;
  readonly limits: Limits;
  /** How long an action takes. */
  readonly actionMs: number;
}

export function createApi(options: ApiOptions): Api {
  const { state, limits } = options;
  let requests = 0;
  return {
    answer(request, met) {
      requests += 1;
      const headers = {
        ...limits.headers(state.now()),
        'x-correlation-id': `rehearsal${String(requests).padStart(7, '0')}`,
      };
      const reply = replyTo(request, met, options);
      return {
        ...reply,
        headers: { ...headers, ...limits.headers(state.now()), ...reply.headers },
      };
    },
  };
}

function replyTo(
  request: CloudRequest,
  met: readonly Fault[],
  { state, tokens, limits, actionMs }: ApiOptions,
): CloudReply {
  try {
    authorize(request, tokens);
    limits.count(state.now());
    const refused = met.find((fault) => fault.type === 'refuse');
    if (refused !== undefined) throw new Refusal(refused.code, refused.message);
    for (const { method, path, handle } of routes) {
      const found = method === request.method ? path.exec(request.path) : null;
      if (found === null) continue;
      return handle({ state, request, fate: fateOf(met, actionMs), id: Number(found[1]) });
    }
    throw new Refusal('not_found');
  } catch (error) {
    if (error instanceof Refusal) return error.reply();
    throw error;
  }
}
