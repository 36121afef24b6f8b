import * as v from 'valibot';

import { normaliseIp } from '../core/ip.ts';
import { parseJson } from '../lib/json.ts';
import type { Cloud } from './cloud.ts';
import { json } from './exchange.ts';
import type { CloudReply } from './exchange.ts';
import { faultRule } from './faults.ts';

export const controlRoot = '/_cloud';

export interface ControlRequest {
  readonly method: string;
  /** Below {@link controlRoot}. */
  readonly path: string;
  readonly body: string;
}

const placement = v.strictObject({ droplet: v.nullable(v.pipe(v.number(), v.integer())) });
const business = v.strictObject({ busyMs: v.pipe(v.number(), v.minValue(0)) });

/**
 * The remote control of a rehearsal:
 *
 *     GET    /_cloud/state                                who holds what
 *     GET    /_cloud/requests                             what was received, oldest first
 *     DELETE /_cloud/requests                             forget it
 *     GET    /_cloud/faults                               the rules in force
 *     POST   /_cloud/faults                               add a rule
 *     DELETE /_cloud/faults                               end all rules
 *     PUT    /_cloud/digitalocean/reserved_ips/<ip>       {"droplet": 111} or null: move it by hand
 *     PUT    /_cloud/digitalocean/droplets/<id>           {"busyMs": 3000}: a snapshot is being taken
 */
export function answerControl(cloud: Cloud, request: ControlRequest): CloudReply {
  const { method, path } = request;
  const command = commands[`${method} ${path}`] ?? commands[`${method} ${parentOf(path)}/*`];
  if (command === undefined)
    return json(404, { message: `There is no ${method} ${controlRoot}${path}` });
  return command(cloud, request);
}

type Command = (cloud: Cloud, request: ControlRequest) => CloudReply;

const commands: Readonly<Record<string, Command>> = {
  'GET /state': (cloud) => json(200, stateOf(cloud)),
  'GET /requests': ({ received }) => json(200, received.list()),
  'DELETE /requests': ({ received }) => {
    received.clear();
    return json(200, {});
  },
  'GET /faults': ({ faults }) => json(200, faults.list()),
  'POST /faults': addFault,
  'DELETE /faults': ({ faults }) => {
    faults.clear();
    return json(200, {});
  },
  'PUT /digitalocean/reserved_ips/*': placeReservedIp,
  'PUT /digitalocean/droplets/*': occupyDroplet,
};

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function itemOf(path: string): string {
  return decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
}

function stateOf({ digitalocean: state }: Cloud): object {
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
  return { digitalocean: { reservedIps, droplets } };
}

function addFault(cloud: Cloud, { body }: ControlRequest): CloudReply {
  const parsed = v.safeParse(faultRule, parseJson(body));
  if (!parsed.success)
    return json(400, { message: 'Not a fault rule', problems: v.flatten(parsed.issues) });
  cloud.faults.add(parsed.output);
  return json(201, parsed.output);
}

function placeReservedIp(
  { digitalocean: state }: Cloud,
  { path, body }: ControlRequest,
): CloudReply {
  const ip = itemOf(path);
  const parsed = v.safeParse(placement, parseJson(body));
  const reserved = state.reservedIps.get(normaliseIp(ip) ?? ip);
  if (!parsed.success || reserved === undefined)
    return json(400, { message: `Cannot place ${ip}` });
  const { droplet } = parsed.output;
  if (droplet !== null && !state.droplets.has(droplet)) {
    return json(400, { message: `There is no Droplet ${droplet}` });
  }
  state.place(reserved, droplet);
  return json(200, { ip: reserved.ip, droplet });
}

function occupyDroplet({ digitalocean: state }: Cloud, { path, body }: ControlRequest): CloudReply {
  const id = itemOf(path);
  const parsed = v.safeParse(business, parseJson(body));
  const droplet = state.droplets.get(Number(id));
  if (!parsed.success || droplet === undefined)
    return json(400, { message: `Cannot occupy ${id}` });
  droplet.busyUntilMs = state.now() + parsed.output.busyMs;
  return json(200, { id: droplet.id, busyUntilMs: droplet.busyUntilMs });
}
