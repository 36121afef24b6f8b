import * as v from 'valibot';

import { normaliseIp } from '../../core/ip.ts';
import type { Fate } from '../fate.ts';
import { notFound, Refusal, unprocessable } from './refusal.ts';
import type { Action, Droplet, ReservedIp, State } from './state.ts';

/** What paths and bodies of requests stand for; throws what DigitalOcean would answer. */

export function reservedIpOf(state: State, version: 4 | 6, text: string): ReservedIp {
  const ip = normaliseIp(text);
  if (ip === undefined || ip.includes(':') !== (version === 6)) throw notFound();
  const found = state.reservedIps.get(ip);
  if (found === undefined) throw notFound();
  return found;
}

export function dropletOf(state: State, text: string): Droplet {
  const found = state.droplets.get(Number(text));
  if (found === undefined) throw notFound();
  return found;
}

export function actionOf(state: State, text: string): Action {
  const found = state.actions.find((action) => String(action.id) === text);
  if (found === undefined || found.fate.shows === 'missing') throw notFound();
  if (found.fate.shows === 'server-error') {
    throw new Refusal(500, { id: 'server_error', message: 'Unexpected server-side error' });
  }
  return found;
}

const actionRequest = v.variant('type', [
  v.object({
    type: v.literal('assign'),
    droplet_id: v.pipe(v.number(), v.integer(), v.minValue(1)),
  }),
  v.object({ type: v.literal('unassign') }),
]);

export interface Start {
  readonly body: string;
  readonly fate: Fate;
}

/** Starts the action that a request body asks for, refusing types and values that are not known. */
export function startAction(state: State, reserved: ReservedIp, { body, fate }: Start): Action {
  const parsed = v.safeParse(actionRequest, parse(body));
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw unprocessable(`${v.getDotPath(issue) ?? 'body'} is missing or not valid.`);
  }
  const wanted = parsed.output;
  if (wanted.type === 'unassign') return state.unassign(reserved, fate);
  return state.assign(reserved, wanted.droplet_id, fate);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal(400, { id: 'bad_request', message: 'The request body is not valid JSON.' });
  }
}
