import * as z from 'zod/mini';

import type { CloudRequest } from './exchange.ts';

/** What a request has to look like for a rule to apply; what is left out matches everything. */
const match = z.strictObject({
  service: z.optional(z.enum(['digitalocean-api', 'digitalocean-metadata'])),
  method: z.optional(z.string()),
  /** A path, in which each `*` stands for any text. */
  path: z.optional(z.string()),
  /** The node that asks, for metadata services. */
  node: z.optional(z.string()),
});

const fault = z.discriminatedUnion('type', [
  /** Answered properly, but late. */
  z.strictObject({ type: z.literal('latency'), ms: z.number().check(z.nonnegative()) }),
  /** Answered with this status and no effect. */
  z.strictObject({
    type: z.literal('status'),
    status: z.int().check(z.minimum(200), z.maximum(599)),
    headers: z.optional(z.record(z.string(), z.string())),
    body: z.optional(z.string()),
  }),
  /** An error page of a proxy instead of an answer. */
  z.strictObject({ type: z.literal('html'), status: z.optional(z.int()) }),
  /** The connection breaks before anything happens. */
  z.strictObject({ type: z.literal('reset') }),
  /** Nothing happens and no answer comes. */
  z.strictObject({ type: z.literal('hang') }),
  /** The change takes effect, then the connection breaks. */
  z.strictObject({ type: z.literal('lost') }),
  /** The change takes effect, and the answer breaks off half-way. */
  z.strictObject({ type: z.literal('truncate') }),
  /** The action that this request starts: how long it takes, how it ends, how it can be seen. */
  z.strictObject({
    type: z.literal('action'),
    ends: z.optional(z.enum(['completed', 'errored', 'never'])),
    shows: z.optional(z.enum(['properly', 'missing', 'server-error', 'unknown-word'])),
    ms: z.optional(z.number().check(z.nonnegative())),
  }),
]);

export const faultRule = z.strictObject({
  match: z.optional(match),
  /** How many matching requests to let pass first. */
  skip: z.optional(z.int().check(z.nonnegative())),
  /** How many requests it then applies to; without it, one. `0` means all that follow. */
  times: z.optional(z.int().check(z.nonnegative())),
  fault,
});

export type Fault = z.infer<typeof fault>;
export type FaultRule = z.infer<typeof faultRule>;

export interface FaultBook {
  add(rule: FaultRule): void;
  clear(): void;
  list(): readonly FaultRule[];
  /** The faults that this request meets; counting down the rules that apply. */
  meet(request: CloudRequest): readonly Fault[];
}

interface Entry {
  readonly rule: FaultRule;
  skip: number;
  left: number;
}

export function createFaultBook(): FaultBook {
  let entries: Entry[] = [];
  return {
    add(rule) {
      entries.push({
        rule,
        skip: rule.skip ?? 0,
        left: rule.times === 0 ? Infinity : (rule.times ?? 1),
      });
    },
    clear() {
      entries = [];
    },
    list: () => entries.map(({ rule }) => rule),
    meet(request) {
      const met = entries.filter((entry) => matches(entry.rule, request) && countDown(entry));
      entries = entries.filter((entry) => entry.left > 0);
      return met.map(({ rule }) => rule.fault);
    },
  };
}

function countDown(entry: Entry): boolean {
  if (entry.skip > 0) {
    entry.skip -= 1;
    return false;
  }
  entry.left -= 1;
  return true;
}

function matches(
  { match: wanted = {} }: FaultRule,
  { service, method, path, node }: CloudRequest,
): boolean {
  return (
    (wanted.service === undefined || wanted.service === service) &&
    (wanted.method === undefined || wanted.method.toUpperCase() === method) &&
    (wanted.node === undefined || wanted.node === node) &&
    (wanted.path === undefined || pathPattern(wanted.path).test(path))
  );
}

function pathPattern(path: string): RegExp {
  const parts = path
    .split('*')
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`);
}
