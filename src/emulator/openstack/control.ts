import * as v from 'valibot';

import { answerWith, bodyOf, cannot, itemOf } from '../control-command.ts';
import type { Command } from '../control-command.ts';
import { json } from '../exchange.ts';
import type { State } from './state.ts';

const placement = v.strictObject({ port: v.nullable(v.string()) });
const announcement = v.strictObject({ ip: v.string(), port: v.string() });

const placeFloatingIp: Command<State> = (state, request) => {
  const found = state.floatingIps.get(itemOf(request));
  const wanted = bodyOf(request, placement);
  const isUnknown = wanted?.port !== null && !state.ports.has(wanted?.port ?? '');
  if (found === undefined || wanted === undefined || isUnknown) {
    return cannot(`Cannot place ${itemOf(request)}`);
  }
  state.place(found, state.placeAt(wanted.port));
  return json(200, { id: found.id, ip: found.ip, port: wanted.port });
};

const placeVip: Command<State> = (state, request) => {
  const found = state.vips.get(itemOf(request));
  const wanted = bodyOf(request, placement);
  if (found === undefined || wanted === undefined) return cannot(`Cannot place ${itemOf(request)}`);
  state.placeVip(found, wanted.port);
  return json(200, { id: found.id, host: found.host });
};

const announce: Command<State> = (state, request) => {
  const wanted = bodyOf(request, announcement);
  const outcome = wanted && state.announce(wanted.ip, wanted.port);
  if (outcome === undefined) return cannot('There is no such virtual IP or port');
  return json(200, { outcome });
};

/**
 *     PUT    /_cloud/openstack/floatingips/<id>           {"port": "<id>"} or null: move it by hand
 *     PUT    /_cloud/openstack/vips/<id>                  {"port": "<id>"} or null: move it by hand
 *     POST   /_cloud/openstack/announce                   {"ip": "<ip>", "port": "<id>"}: a gratuitous ARP of a guest
 */
export const control = answerWith<State>({
  'PUT /floatingips/*': placeFloatingIp,
  'PUT /vips/*': placeVip,
  'POST /announce': announce,
});

export function stateOf(state: State): object {
  state.settle();
  const floatingIps = [...state.floatingIps.values()].map((one) => ({
    id: one.id,
    ip: one.ip,
    port: one.place?.port.id ?? null,
    fixedIp: one.place?.fixedIp ?? null,
    server: one.place?.port.device ?? null,
    status: state.statusOf(one),
    revision: one.revision,
  }));
  const vips = [...state.vips.values()].map(({ id, ips, host, announcements }) => ({
    id,
    ip: ips[0],
    host,
    announcements,
  }));
  return { floatingIps, vips };
}
