import * as v from 'valibot';

import { parseJson } from '../lib/json.ts';
import type { Cloud } from './cloud.ts';
import { answerWith } from './control-command.ts';
import type { Command, ControlRequest } from './control-command.ts';
import { json } from './exchange.ts';
import type { CloudReply } from './exchange.ts';
import { faultRule } from './faults.ts';
import type { FaultRule } from './faults.ts';
import { cloudEntries } from './registry.ts';

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
 *
 * and below /_cloud/ and the name of a cloud what its folder has in `control.ts`: move an address by hand.
 */
export function answerControl(cloud: Cloud, request: ControlRequest): CloudReply {
  const { method, path } = request;
  return (
    commands(cloud, request) ??
    ofOneCloud(cloud, request) ??
    json(404, { message: `There is no ${method} ${controlRoot}${path}` })
  );
}

function ofOneCloud(cloud: Cloud, request: ControlRequest): CloudReply | undefined {
  const [, name = '', ...rest] = request.path.split('/');
  const entry = cloudEntries.find(([known]) => known === name);
  if (entry === undefined) return undefined;
  const [known, emulated] = entry;
  return emulated.control(cloud[known], { ...request, path: `/${rest.join('/')}` });
}

const addFault: Command<Cloud> = ({ faults }, { body }) => {
  const parsed = v.safeParse(faultRule, parseJson(body));
  if (!parsed.success)
    return json(400, { message: 'Not a fault rule', problems: v.flatten(parsed.issues) });
  const problem = problemOf(parsed.output);
  if (problem !== undefined) return json(400, { message: `Not a fault rule: ${problem}` });
  faults.add(parsed.output);
  return json(201, parsed.output);
};

/** What the clouds that there are do not have. */
function problemOf({ match, fault }: FaultRule): string | undefined {
  const services = cloudEntries.map(([, cloud]) => cloud.services);
  const known = services.flatMap(({ api, metadata, others = [] }) => [api, metadata, ...others]);
  const service = match?.service;
  if (service !== undefined && !known.includes(service)) {
    return `there is no service '${service}': expected one of ${known.join(', ')}`;
  }
  const refusing = services
    .filter(({ refusesWithCodes }) => refusesWithCodes)
    .map(({ api }) => api);
  if (fault.type !== 'refuse' || (service !== undefined && refusing.includes(service))) {
    return undefined;
  }
  return `only ${refusing.join(', ')} refuses with a code: name it in match.service`;
}

const commands = answerWith<Cloud>({
  'GET /state': (cloud) =>
    json(
      200,
      Object.fromEntries(cloudEntries.map(([name, { stateOf }]) => [name, stateOf(cloud[name])])),
    ),
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
});
