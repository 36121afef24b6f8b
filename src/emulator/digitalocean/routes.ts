import { json } from '../exchange.ts';
import type { CloudReply, CloudRequest } from '../exchange.ts';
import type { Fate } from '../fate.ts';
import type { Access, Scope } from './access.ts';
import { page } from './page.ts';
import * as render from './render.ts';
import { actionOf, dropletOf, reservedIpOf, startAction } from './resources.ts';
import type { State } from './state.ts';

/** One request on its way through a route. */
export interface Visit {
  readonly state: State;
  readonly access: Access;
  readonly request: CloudRequest;
  /** How an action goes that this request starts. */
  readonly fate: Fate;
  /** What the path's placeholders stand for, decoded. */
  readonly params: readonly string[];
}

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly scope: Scope;
  readonly handle: (visit: Visit) => CloudReply;
}

/** The paths of DigitalOcean's API that are about reserved IPs and what holds them. */
export const routes: readonly Route[] = [
  ...ipv4Routes({ collection: 'reserved_ips', key: 'reserved_ip' }),
  ...ipv4Routes({ collection: 'floating_ips', key: 'floating_ip' }),
  ...ipv6Routes(),
  route('GET', '/v2/actions/:', {
    scope: 'actions:read',
    handle: (visit) => getAction(visit, 'reserved_ip'),
  }),
  route('GET', '/v2/droplets', { scope: 'droplet:read', handle: listDroplets }),
  route('GET', '/v2/droplets/:', { scope: 'droplet:read', handle: getDroplet }),
  route('GET', '/v2/droplets/:/actions', { scope: 'droplet:read', handle: listDropletActions }),
  route('GET', '/v2/account', { scope: 'account:read', handle: getAccount }),
];

function ipv4Routes({ collection, key }: { collection: string; key: string }): Route[] {
  const root = `/v2/${collection}`;
  const scope = 'reserved_ip:read';
  return [
    route('GET', root, { scope, handle: (visit) => listV4(visit, collection) }),
    route('GET', `${root}/:`, { scope, handle: (visit) => getV4(visit, key) }),
    route('GET', `${root}/:/actions`, { scope, handle: (visit) => listActions(visit, key) }),
    route('GET', `${root}/:/actions/:`, { scope, handle: (visit) => getAction(visit, key) }),
    route('POST', `${root}/:/actions`, {
      scope: 'reserved_ip:update',
      handle: (visit) => postAction(visit, key),
    }),
  ];
}

/** IPv6 has no look-up of its own for actions. */
function ipv6Routes(): Route[] {
  const root = '/v2/reserved_ipv6';
  return [
    route('GET', root, { scope: 'reserved_ip:read', handle: listV6 }),
    route('GET', `${root}/:`, { scope: 'reserved_ip:read', handle: getV6 }),
    route('POST', `${root}/:/actions`, {
      scope: 'reserved_ip:update',
      handle: (visit) => postAction(visit, 'reserved_ipv6'),
    }),
  ];
}

/** In a path, `:` stands for one segment. */
function route(
  method: Route['method'],
  path: string,
  rest: Pick<Route, 'scope' | 'handle'>,
): Route {
  return { method, path: new RegExp(`^${path.replaceAll(':', '([^/]+)')}$`), ...rest };
}

function listV4({ state, access, request }: Visit, key: string): CloudReply {
  const items = [...state.reservedIps.values()].filter(({ ip }) => !ip.includes(':'));
  return page(request, {
    key,
    items: items.map((one) => render.reservedIpv4(one, state, access.sees)),
  });
}

function listV6({ state, access, request }: Visit): CloudReply {
  const items = [...state.reservedIps.values()].filter(({ ip }) => ip.includes(':'));
  const rendered = items.map((one) => render.listedIpv6(one, state, access.sees));
  return page(request, { key: 'reserved_ipv6s', items: rendered });
}

function getV4({ state, access, params: [ip = ''] }: Visit, key: string): CloudReply {
  return json(200, { [key]: render.reservedIpv4(reservedIpOf(state, 4, ip), state, access.sees) });
}

function getV6({ state, access, params: [ip = ''] }: Visit): CloudReply {
  return json(200, {
    reserved_ipv6: render.reservedIpv6(reservedIpOf(state, 6, ip), state, access.sees),
  });
}

function postAction(
  { state, request, fate, params: [ip = ''] }: Visit,
  resourceType: string,
): CloudReply {
  const reserved = reservedIpOf(state, resourceType === 'reserved_ipv6' ? 6 : 4, ip);
  const action = startAction(state, reserved, { body: request.body, fate });
  return json(201, { action: render.action(action, resourceType) });
}

function listActions(
  { state, request, params: [ip = ''] }: Visit,
  resourceType: string,
): CloudReply {
  const reserved = reservedIpOf(state, 4, ip);
  const own = state.actions.filter((action) => action.ip === reserved).toReversed();
  return page(request, {
    key: 'actions',
    items: own.map((one) => render.action(one, resourceType)),
  });
}

function getAction({ state, params }: Visit, resourceType: string): CloudReply {
  const action = actionOf(state, params.at(-1) ?? '');
  return json(200, { action: render.action(action, resourceType) });
}

function listDroplets({ state, request }: Visit): CloudReply {
  const { query } = request;
  // No Droplet here carries a tag.
  const wanted = query.has('tag_name') ? [] : [...state.droplets.values()];
  return page(request, { key: 'droplets', items: wanted.map((one) => render.droplet(one, state)) });
}

function getDroplet({ state, params: [id = ''] }: Visit): CloudReply {
  return json(200, { droplet: render.droplet(dropletOf(state, id), state) });
}

/** What keeps a Droplet busy; that is all that ever happens to one here. */
function listDropletActions({ state, request, params: [id = ''] }: Visit): CloudReply {
  const droplet = dropletOf(state, id);
  const busy = state.now() < droplet.busyUntilMs;
  return page(request, { key: 'actions', items: busy ? [render.snapshot(droplet)] : [] });
}

function getAccount(): CloudReply {
  return json(200, { account: render.account() });
}
