import { is, literal, nullable, number, object, optional, picklist, record, string } from 'valibot';

import { nodeText } from '../../core/node-text.ts';
import { phaseNames } from '../../core/outcome.ts';
import type { PhaseName } from '../../core/outcome.ts';
import { parseJson } from '../../lib/json.ts';
import type { Failover } from './look.ts';

/** What a look found well is none, nor is a run that was called off. */
const outcomes = ['moved', 'released', 'refused', 'timed-out', 'failed'] as const;

/** What is shown of an outcome in the journal. */
const schema = object({
  type: literal('outcome'),
  at: string(),
  run: string(),
  cause: string(),
  names: record(string(), string()),
  who: optional(object({ how: string(), user: optional(string()) })),
  result: object({
    name: string(),
    ip: nullable(string()),
    outcome: picklist(outcomes),
    from: nullable(string()),
    to: nullable(string()),
    durationMs: number(),
    phasesMs: record(picklist(phaseNames), number()),
    error: optional(object({ message: string() })),
  }),
});

/** What a line of a journal says of a failover, if it is about one. */
export function failoverIn(line: string): Failover | undefined {
  // Most lines tell something else, and to look takes less than to parse.
  const entry = line.includes('"outcome"') ? parseJson(line) : undefined;
  if (!is(schema, entry)) return undefined;
  const { result, cause, names, who, at, run } = entry;
  const { name, ip, outcome, durationMs, phasesMs, error } = result;
  const call = (node: string | null): string | null =>
    node === null ? null : nodeText({ node, name: names[node] });
  return {
    at: Date.parse(at),
    id: `${run}-${at}-${name}`,
    name,
    ip,
    outcome,
    durationMs,
    phasesMs: completed(phasesMs),
    from: call(result.from),
    to: outcome === 'released' ? null : call(result.to),
    cause: who === undefined ? cause : `${cause}, by ${who.user ?? who.how}`,
    ...(error === undefined ? {} : { reason: error.message }),
  };
}

function completed(phases: Partial<Record<PhaseName, number>>): Failover['phasesMs'] {
  const { identity = 0, read = 0, write = 0, settle = 0, verify = 0 } = phases;
  return { identity, read, write, settle, verify };
}
