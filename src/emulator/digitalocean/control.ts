import * as v from 'valibot';

import { normaliseIp } from '../../core/ip.ts';
import { answerWith, bodyOf, cannot, itemOf } from '../control-command.ts';
import type { Command } from '../control-command.ts';
import { json } from '../exchange.ts';
import type { State } from './state.ts';

const placement = v.strictObject({ droplet: v.nullable(v.pipe(v.number(), v.integer())) });
const business = v.strictObject({ busyMs: v.pipe(v.number(), v.minValue(0)) });

const placeReservedIp: Command<State> = (state, request) => {
  const ip = itemOf(request);
  const wanted = bodyOf(request, placement);
  const reserved = state.reservedIps.get(normaliseIp(ip) ?? ip);
  if (wanted === undefined || reserved === undefined) return cannot(`Cannot place ${ip}`);
  const { droplet } = wanted;
  if (droplet !== null && !state.droplets.has(droplet)) {
    return cannot(`There is no Droplet ${droplet}`);
  }
  state.place(reserved, droplet);
  return json(200, { ip: reserved.ip, droplet });
};

const occupyDroplet: Command<State> = (state, request) => {
  const id = itemOf(request);
  const wanted = bodyOf(request, business);
  const droplet = state.droplets.get(Number(id));
  if (wanted === undefined || droplet === undefined) return cannot(`Cannot occupy ${id}`);
  droplet.busyUntilMs = state.now() + wanted.busyMs;
  return json(200, { id: droplet.id, busyUntilMs: droplet.busyUntilMs });
};

/**
 *     PUT    /_cloud/digitalocean/reserved_ips/<ip>       {"droplet": 111} or null: move it by hand
 *     PUT    /_cloud/digitalocean/droplets/<id>           {"busyMs": 3000}: a snapshot is being taken
 */
export const control = answerWith<State>({
  'PUT /reserved_ips/*': placeReservedIp,
  'PUT /droplets/*': occupyDroplet,
});

export function stateOf(state: State): object {
  state.settle();
  const reservedIps = [...state.reservedIps.values()].map((reserved) => ({
    ip: reserved.ip,
    region: reserved.region,
    droplet: reserved.droplet,
    pending: state.pendingOn(reserved) !== undefined,
  }));
  const droplets = [...state.droplets.values()].map(({ id, name, region }) => ({
    id,
    name,
    region,
  }));
  return { reservedIps, droplets };
}
