import { isRecord, parseJson } from '../../lib/json.ts';
import { json } from '../exchange.ts';
import type { CloudReply, CloudRequest } from '../exchange.ts';
import type { Fate } from '../fate.ts';
import type { Caller } from './access.ts';
import { page } from './page.ts';
import { filters, fits, updatable } from './parameters.ts';
import { badRequest, Refusal } from './refusal.ts';
import { floatingIpObject, portObject } from './render.ts';
import type { FloatingIp, Place, Port, State } from './state.ts';

/** One request on its way through a route. */
export interface Visit {
  readonly state: State;
  readonly request: CloudRequest;
  readonly caller: Caller;
  /** How a change goes that this request asks for. */
  readonly fate: Fate;
  /** The id in the path. */
  readonly id: string;
}

export interface Route {
  readonly method: 'GET' | 'PUT';
  readonly path: RegExp;
  readonly handle: (visit: Visit) => CloudReply;
}

/** The paths of Neutron's API that are about floating IPs and ports. */
export const routes: readonly Route[] = [
  route('GET', '/v2.0/floatingips', listFloatingIps),
  route('GET', '/v2.0/floatingips/:', (visit) => floatingIpReply(floatingIpOf(visit), visit)),
  route('PUT', '/v2.0/floatingips/:', updateFloatingIp),
  route('GET', '/v2.0/ports', listPorts),
  route('GET', '/v2.0/ports/:', getPort),
];

/** In a path, `:` stands for an id. */
function route(method: Route['method'], path: string, handle: Route['handle']): Route {
  const pattern = path.replaceAll('.', String.raw`\.`).replaceAll(':', '([^/]+)');
  return { method, path: new RegExp(`^${pattern}$`), handle };
}

function listFloatingIps({ state, request }: Visit): CloudReply {
  const items = [...state.floatingIps.values()].filter((one) =>
    fits(request.query, filters.floatingips, (name) => valuesOf(one, name, state)),
  );
  return page(request, {
    key: 'floatingips',
    items,
    most: state.section.pageLimit,
    render: ({ id }) => floatingIpObject(items.find((one) => one.id === id) ?? unknown(id), state),
  });
}

function valuesOf(one: FloatingIp, name: string, state: State): readonly string[] {
  const place = state.shownPlace(one);
  const values: Readonly<Record<string, string | undefined>> = {
    id: one.id,
    floating_ip_address: one.ip,
    fixed_ip_address: place?.fixedIp,
    port_id: place?.port.id,
    status: state.statusOf(one),
  };
  const value = values[name];
  return value === undefined ? [] : [value];
}

function listPorts({ state, request, caller }: Visit): CloudReply {
  const items = [...state.ports.values()].filter((one) =>
    fits(request.query, filters.ports, (name) => portValues(one, name)),
  );
  return page(request, {
    key: 'ports',
    items,
    most: state.section.pageLimit,
    render: ({ id }) =>
      portObject(items.find((one) => one.id === id) ?? unknown(id), caller.role === 'admin'),
  });
}

function portValues(
  { id, device, owner, ips, network, mac }: Port,
  name: string,
): readonly string[] {
  const values: Readonly<Record<string, readonly string[]>> = {
    id: [id],
    device_id: [device],
    device_owner: [owner],
    fixed_ips: ips.map((ip) => `ip_address=${ip}`),
    network_id: [network],
    mac_address: [mac],
    status: [device === '' ? 'DOWN' : 'ACTIVE'],
  };
  return values[name] ?? [];
}

function getPort({ state, id, caller }: Visit): CloudReply {
  const found = state.ports.get(id);
  if (found === undefined) throw new Refusal('PortNotFound', `Port ${id} could not be found.`);
  return json(200, { port: portObject(found, caller.role === 'admin') });
}

function updateFloatingIp(visit: Visit): CloudReply {
  const { state, request, fate } = visit;
  const one = floatingIpOf(visit);
  refuseOtherRevision(one, request.headers['if-match']);
  const wanted = wantedIn(request.body);
  const place = placeIn(wanted, state);
  state.associate(one, place, fate);
  // The answer comes from the server that has made the change.
  const after = { ...one, place, before: null };
  return json(200, { floatingip: floatingIpObject(after, state) });
}

function refuseOtherRevision({ revision }: FloatingIp, condition: string | undefined): void {
  if (condition === undefined) return;
  const [, wanted] = /^revision_number=(\d+)$/.exec(condition) ?? [];
  if (wanted === undefined) throw badRequest(`Invalid value for If-Match: ${condition}`);
  if (Number(wanted) === revision) return;
  const message = `Constrained to ${wanted}, but current revision is ${revision}`;
  throw new Refusal('RevisionNumberConstraintFailed', message);
}

type Wanted = Readonly<Record<string, unknown>>;

function wantedIn(body: string): Wanted {
  const parsed = parseJson(body);
  const wanted = isRecord(parsed) ? parsed['floatingip'] : undefined;
  if (!isRecord(wanted)) throw badRequest("Unable to find 'floatingip' in request body");
  const stranger = Object.keys(wanted).find((key) => !updatable.includes(key));
  if (stranger !== undefined) throw badRequest(`Unrecognized attribute(s) '${stranger}'`);
  return wanted;
}

/** Null, and nothing as well, takes it from where it is: "set the port_id attribute to null or omit it". */
function placeIn(
  { port_id: id = null, fixed_ip_address: fixedIp }: Wanted,
  state: State,
): Place | null {
  if (id === null) {
    if (fixedIp === undefined) return null;
    throw badRequest('fixed_ip_address cannot be specified without a port_id');
  }
  if (typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id)) {
    throw badRequest(
      `Invalid input for port_id. Reason: '${JSON.stringify(id)}' is not a valid UUID.`,
    );
  }
  if (fixedIp !== undefined && typeof fixedIp !== 'string') {
    throw badRequest(`Invalid input for fixed_ip_address. Reason: it is not a valid IP address.`);
  }
  const place = state.placeAt(id, fixedIp);
  if (place === null) throw new Refusal('PortNotFound', `Port ${id} could not be found.`);
  return place;
}

function floatingIpReply(one: FloatingIp, { state }: Visit): CloudReply {
  return json(200, { floatingip: floatingIpObject(one, state) });
}

function floatingIpOf({ state, id }: Visit): FloatingIp {
  return state.floatingIps.get(id) ?? unknown(id);
}

function unknown(id: string): never {
  throw new Refusal('FloatingIPNotFound', `Floating IP ${id} could not be found`);
}
