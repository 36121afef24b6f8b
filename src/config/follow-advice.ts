import * as v from 'valibot';

import { nearName } from '../core/near-name.ts';
import { execFollow, hostsFollow, httpFollow, leaseFollow } from './follow-schema.ts';

const sorts = {
  http: httpFollow,
  exec: execFollow,
  lease: leaseFollow,
  hosts: hostsFollow,
} as const;

/** What is wrong with a map behind `follow`. */
export function adviceForTrigger(value: Readonly<Record<string, unknown>>): string | undefined {
  const found = Object.entries(sorts).filter(([key]) => key in value);
  const [first, second] = found;
  if (first === undefined) {
    const keys = Object.keys(value);
    const meant = keys.map((key) => nearName(key, Object.keys(sorts))).find(Boolean);
    return meant === undefined ? 'say who is asked' : `did you mean ${meant}?`;
  }
  if (second !== undefined) return `an address follows one of them: leave ${second[0]} out`;
  const [name, schema] = first;
  const { issues } = v.safeParse(schema, value);
  const [issue] = issues ?? [];
  if (issue === undefined) return undefined;
  const at = issue.path?.[0].key;
  const key = typeof at === 'string' ? at : name;
  if (issue.expected === 'never') return `unknown key '${key}': expected ${keysOf(schema)}`;
  return `${key} must be ${issue.message}`;
}

function keysOf(schema: (typeof sorts)[keyof typeof sorts]): string {
  return Object.keys(schema.entries).join(', ');
}
