import * as v from 'valibot';

import { json } from '../exchange.ts';
import type { CloudReply, CloudRequest } from '../exchange.ts';
import type { Fate } from '../fate.ts';
import { page } from './page.ts';
import { invalidInput, notFound, Refusal } from './refusal.ts';
import * as render from './render.ts';
import type { Action, FloatingIp, State } from './state.ts';

/** One request on its way through a route. */
export interface Visit {
  readonly state: State;
  readonly request: CloudRequest;
  /** How an action goes that this request starts. */
  readonly fate: Fate;
  /** The number in the path. */
  readonly id: number;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly handle: (visit: Visit) => CloudReply;
}

/** The paths of Hetzner Cloud's API that are about floating IPs and what holds them. */
export const routes: readonly Route[] = [
  route('GET', '/v1/floating_ips', listFloatingIps),
  route('GET', '/v1/floating_ips/:', getFloatingIp),
  route('POST', '/v1/floating_ips/:/actions/assign', assign),
  route('POST', '/v1/floating_ips/:/actions/unassign', unassign),
  route('GET', '/v1/floating_ips/:/actions', listActions),
  route('GET', '/v1/actions', getActions),
  route('GET', '/v1/actions/:', getAction),
  route('GET', '/v1/servers', listServers),
  route('GET', '/v1/servers/:', getServer),
];

/** In a path, `:` stands for an id. */
function route(method: Route['method'], path: string, handle: Route['handle']): Route {
  return { method, path: new RegExp(`^${path.replaceAll(':', String.raw`(\d{1,16})`)}$`), handle };
}

function listFloatingIps({ state, request }: Visit): CloudReply {
  const items = [...state.floatingIps.values()].map(render.floatingIpObject);
  return page(request, { key: 'floating_ips', items });
}

function getFloatingIp(visit: Visit): CloudReply {
  return json(200, { floating_ip: render.floatingIpObject(floatingIpOf(visit)) });
}

const assignment = v.object({ server: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) });

function assign(visit: Visit): CloudReply {
  const { state, request, fate } = visit;
  const ip = floatingIpOf(visit);
  const parsed = v.safeParse(assignment, parse(request.body));
  if (!parsed.success) throw invalidInput("invalid input in field 'server'");
  return accepted(state.assign(ip, parsed.output.server, fate));
}

function unassign(visit: Visit): CloudReply {
  return accepted(visit.state.unassign(floatingIpOf(visit), visit.fate));
}

function accepted(action: Action): CloudReply {
  return json(201, { action: render.actionObject(action) });
}

function listActions(visit: Visit): CloudReply {
  const ip = floatingIpOf(visit);
  const items = visit.state.actions.filter((one) => one.ip === ip).map(render.actionObject);
  return page(visit.request, { key: 'actions', items });
}

/** Only those that are asked for by their ids, since January 2025. */
function getActions({ state, request: { query } }: Visit): CloudReply {
  const ids = query.getAll('id').map(Number);
  if (ids.length === 0) throw new Refusal('deprecated_api_endpoint');
  const found = state.actions.filter(({ id, fate }) => ids.includes(id) && isShown(fate));
  return json(200, { actions: found.map(render.actionObject) });
}

function getAction({ state, id }: Visit): CloudReply {
  const found = state.actions.find((action) => action.id === id);
  if (found === undefined || !isShown(found.fate)) throw notFound(`action with ID '${id}'`);
  if (found.fate.shows === 'server-error') throw new Refusal('server_error');
  return json(200, { action: render.actionObject(found) });
}

function isShown({ shows }: Fate): boolean {
  return shows !== 'missing';
}

function listServers({ state, request }: Visit): CloudReply {
  const ips = [...state.floatingIps.values()];
  const items = [...state.servers.values()].map((one) => render.serverObject(one, ips));
  return page(request, { key: 'servers', items });
}

function getServer({ state, id }: Visit): CloudReply {
  const found = state.servers.get(id);
  if (found === undefined) throw notFound(`server with ID '${id}'`);
  return json(200, { server: render.serverObject(found, [...state.floatingIps.values()]) });
}

function floatingIpOf({ state, id }: Visit): FloatingIp {
  const found = state.floatingIps.get(id);
  if (found === undefined) throw notFound(`floating IP with ID '${id}'`);
  return found;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal('json_error');
  }
}
