import type { CloudReply, CloudRequest } from '../exchange.ts';
import { fateOf } from '../fate.ts';
import type { Fault } from '../faults.ts';
import { createKeystone } from './access.ts';
import type { Keystone } from './access.ts';
import { identityRoot, networkRoot } from './catalog.ts';
import { Refusal } from './refusal.ts';
import { routes } from './routes.ts';
import type { State } from './state.ts';

/** Keystone and Neutron, as far as they are about floating IPs and the ports that hold them. */
export interface Api {
  answer(request: CloudRequest, met: readonly Fault[]): CloudReply;
}

export function createApi(state: State): Api {
  const keystone = createKeystone(state.section, state.now);
  let requests = 0;
  return {
    answer(request, met) {
      requests += 1;
      const id = `req-00000000-0000-4000-8000-${String(requests).padStart(12, '0')}`;
      const reply = replyTo(request, met, { state, keystone });
      return { ...reply, headers: { 'x-openstack-request-id': id, ...reply.headers } };
    },
  };
}

interface Cloud {
  readonly state: State;
  readonly keystone: Keystone;
}

function replyTo(
  request: CloudRequest,
  met: readonly Fault[],
  { state, keystone }: Cloud,
): CloudReply {
  try {
    const refused = met.find((fault) => fault.type === 'refuse');
    if (refused !== undefined) throw new Refusal(refused.code, refused.message);
    const { method, path } = request;
    if (method === 'POST' && path === `${identityRoot}/auth/tokens`) return keystone.issue(request);
    if (!path.startsWith(`${networkRoot}/`)) throw new Refusal('HTTPNotFound');
    const below = path.slice(networkRoot.length);
    const caller = keystone.authorize(request, below);
    for (const one of routes) {
      const found = one.method === method ? one.path.exec(below) : null;
      if (found === null) continue;
      const [, id = ''] = found;
      return one.handle({ state, request, caller, fate: fateOf(met, 0), id });
    }
    throw new Refusal('HTTPNotFound');
  } catch (error) {
    if (error instanceof Refusal) return error.reply();
    throw error;
  }
}
