import * as v from 'valibot';

import { answerWith, bodyOf, cannot, itemOf } from '../control-command.ts';
import type { Command } from '../control-command.ts';
import { json } from '../exchange.ts';
import type { State } from './state.ts';

const placement = v.strictObject({ server: v.nullable(v.pipe(v.number(), v.integer())) });
const business = v.strictObject({ busyMs: v.pipe(v.number(), v.minValue(0)) });

const placeFloatingIp: Command<State> = (state, request) => {
  const id = itemOf(request);
  const wanted = bodyOf(request, placement);
  const found = state.floatingIps.get(Number(id));
  if (wanted === undefined || found === undefined) return cannot(`Cannot place ${id}`);
  const { server } = wanted;
  if (server !== null && !state.servers.has(server)) return cannot(`There is no server ${server}`);
  state.place(found, server);
  return json(200, { id: found.id, ip: found.ip, server });
};

const occupyServer: Command<State> = (state, request) => {
  const id = itemOf(request);
  const wanted = bodyOf(request, business);
  const server = state.servers.get(Number(id));
  if (wanted === undefined || server === undefined) return cannot(`Cannot occupy ${id}`);
  server.busyUntilMs = state.now() + wanted.busyMs;
  return json(200, { id: server.id, busyUntilMs: server.busyUntilMs });
};

/**
 *     PUT    /_cloud/hetzner/floating_ips/<id>            {"server": 111} or null: move it by hand
 *     PUT    /_cloud/hetzner/servers/<id>                 {"busyMs": 3000}: an action runs, and locks it
 */
export const control = answerWith<State>({
  'PUT /floating_ips/*': placeFloatingIp,
  'PUT /servers/*': occupyServer,
});

export function stateOf(state: State): object {
  state.settle();
  const floatingIps = [...state.floatingIps.values()].map((one) => ({
    id: one.id,
    ip: one.ip,
    location: one.location,
    server: one.server,
    locked: state.isLocked(one),
  }));
  const servers = [...state.servers.values()].map(({ id, name, location }) => ({
    id,
    name,
    location,
  }));
  return { floatingIps, servers };
}
