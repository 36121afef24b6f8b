import * as v from 'valibot';

import { parseJson } from '../lib/json.ts';
import type { Cloud } from './cloud.ts';
import type { Command, Commands, ControlRequest } from './control-command.ts';
import { digitaloceanCommands, digitaloceanState } from './digitalocean/control.ts';
import { json } from './exchange.ts';
import type { CloudReply } from './exchange.ts';
import { faultRule } from './faults.ts';
import { tencentCommands, tencentState } from './tencent/control.ts';

export const controlRoot = '/_cloud';

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
 *     PUT    /_cloud/tencent/eips/<id>                    {"instance": "ins-…"} or null,
 *                                                         {"interface": "eni-…", "privateIp": "…"} or
 *                                                         {"havip": "havip-…"}: move it by hand
 *     PUT    /_cloud/tencent/havips/<id>                  {"interface": "eni-…"} or null: move it by hand
 *     PUT    /_cloud/tencent/private_ips/<ip>             {"interface": "eni-…"} or null: move it by hand
 *     POST   /_cloud/tencent/announce                     {"havip": "<id or ip>", "interface": "<id or
 *                                                         MAC>"}: a gratuitous ARP of a guest
 */
export function answerControl(cloud: Cloud, request: ControlRequest): CloudReply {
  const { method, path } = request;
  const parent = path.slice(0, path.lastIndexOf('/'));
  const command = commands[`${method} ${path}`] ?? commands[`${method} ${parent}/*`];
  if (command === undefined)
    return json(404, { message: `There is no ${method} ${controlRoot}${path}` });
  return command(cloud, request);
}

const addFault: Command<Cloud> = ({ faults }, { body }) => {
  const parsed = v.safeParse(faultRule, parseJson(body));
  if (!parsed.success)
    return json(400, { message: 'Not a fault rule', problems: v.flatten(parsed.issues) });
  faults.add(parsed.output);
  return json(201, parsed.output);
};

const commands: Commands<Cloud> = {
  'GET /state': ({ digitalocean, tencent }) =>
    json(200, { digitalocean: digitaloceanState(digitalocean), tencent: tencentState(tencent) }),
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
  ...within(({ digitalocean }) => digitalocean, digitaloceanCommands),
  ...within(({ tencent }) => tencent, tencentCommands),
};

/** The commands of a vendor, as commands of the whole cloud. */
function within<T>(targetOf: (cloud: Cloud) => T, own: Commands<T>): Commands<Cloud> {
  const lifted = Object.entries(own).map(([name, command]): readonly [string, Command<Cloud>] => [
    name,
    (cloud, request) => command(targetOf(cloud), request),
  ]);
  return Object.fromEntries(lifted);
}
