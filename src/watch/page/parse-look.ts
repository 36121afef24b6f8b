import {
  array,
  boolean,
  is,
  literal,
  nullable,
  number,
  object,
  optional,
  picklist,
  record,
  string,
  variant,
} from 'valibot';

import { phaseNames } from '../../core/outcome.ts';
import { parseJson } from '../../lib/json.ts';
import type { Look } from './look.ts';

const failure = object({ class: string(), message: string(), hint: optional(string()) });

const address = object({
  name: string(),
  kind: string(),
  ip: nullable(string()),
  owner: variant('state', [
    object({
      state: literal('held'),
      node: string(),
      name: optional(string()),
      self: boolean(),
    }),
    object({ state: literal('free') }),
    object({ state: literal('unknown'), error: failure }),
  ]),
  role: nullable(string()),
  trigger: optional(object({ type: string(), says: string() })),
  verdict: string(),
  why: optional(string()),
  error: optional(failure),
  read: optional(object({ ageMs: number(), at: number() })),
  attached: optional(object({ what: string(), ip: string() })),
  lastSeen: optional(nullable(string())),
  taking: optional(object({ ms: number(), cause: string() })),
});

const problem = object({
  message: string(),
  hint: optional(string()),
  names: array(string()),
  isBeingMended: optional(literal(true)),
});

const failover = object({
  at: number(),
  id: string(),
  name: string(),
  ip: nullable(string()),
  from: nullable(string()),
  to: nullable(string()),
  outcome: string(),
  durationMs: number(),
  phasesMs: record(picklist(phaseNames), number()),
  cause: string(),
  reason: optional(string()),
});

const schema = object({
  at: number(),
  cluster: optional(string()),
  host: optional(string()),
  version: string(),
  addresses: array(address),
  problems: array(problem),
  failovers: array(failover),
});

/** What a watcher shows, as it says it itself; `undefined` where that is something else. */
export function parseLook(text: string): Look | undefined {
  const value = parseJson(text);
  return isLook(value) ? value : undefined;
}

/** Words that a newer watcher may have more of are shown as they are. */
function isLook(value: unknown): value is Look {
  return is(schema, value);
}
