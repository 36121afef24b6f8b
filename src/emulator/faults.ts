import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.minValue(0));

/** What a request has to look like for a rule to apply; what is left out matches everything. */
const match = v.strictObject({
  /** Of a guest's announcement as well: what would end a request keeps it from being heard. */
  service: v.optional(v.string()),
  method: v.optional(v.string()),
  /** A path, in which each `*` stands for any text. */
  path: v.optional(v.string()),
  /** The node that asks a metadata service, or that makes an announcement. */
  node: v.optional(v.string()),
  /** The action that a request names, in a cloud where requests do. */
  action: v.optional(v.string()),
});

const fault = v.variant('type', [
  /** Answered properly, but late. */
  v.strictObject({ type: v.literal('latency'), ms: milliseconds }),
  /** Answered with this status and no effect; without a body, by an API in its usual words. */
  v.strictObject({
    type: v.literal('status'),
    status: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
    headers: v.optional(v.record(v.string(), v.string())),
    body: v.optional(v.string()),
  }),
  /** An error page of a proxy instead of an answer. */
  v.strictObject({ type: v.literal('html'), status: v.optional(count) }),
  /** The connection breaks before anything happens. */
  v.strictObject({ type: v.literal('reset') }),
  /** Nothing happens and no answer comes. */
  v.strictObject({ type: v.literal('hang') }),
  /** The change takes effect, then the connection breaks. */
  v.strictObject({ type: v.literal('lost') }),
  /** The change takes effect, and the answer breaks off half-way. */
  v.strictObject({ type: v.literal('truncate') }),
  /** Refused with this code and no effect, by an API that has codes. */
  v.strictObject({
    type: v.literal('refuse'),
    code: v.string(),
    message: v.optional(v.string()),
  }),
  /** The action or task that this request starts: how long it takes, how it ends, how it can be seen. */
  v.strictObject({
    type: v.literal('action'),
    ends: v.optional(v.picklist(['completed', 'errored', 'never'])),
    shows: v.optional(v.picklist(['properly', 'missing', 'server-error', 'unknown-word'])),
    ms: v.optional(milliseconds),
  }),
]);

export const faultRule = v.strictObject({
  match: v.optional(match),
  /** How many matching requests to let pass first. */
  skip: v.optional(count),
  /** How many requests it then applies to; without it, one. `0` means all that follow. */
  times: v.optional(count),
  fault,
});

export type Fault = v.InferOutput<typeof fault>;
export type FaultRule = v.InferOutput<typeof faultRule>;

export interface FaultBook {
  add(rule: FaultRule): void;
  clear(): void;
  list(): readonly FaultRule[];
  /** The faults that something meets; counting down the rules that apply. */
  meet(occasion: Occasion): readonly Fault[];
}

/** What can meet a fault: a request, or an announcement. */
export interface Occasion {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly node: string | undefined;
  readonly action?: string | undefined;
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
    meet(occasion) {
      const met = entries.filter((entry) => matches(entry.rule, occasion) && countDown(entry));
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
  { service, method, path, node, action }: Occasion,
): boolean {
  return (
    (wanted.service === undefined || wanted.service === service) &&
    (wanted.method === undefined || wanted.method.toUpperCase() === method) &&
    (wanted.node === undefined || wanted.node === node) &&
    (wanted.action === undefined || wanted.action === action) &&
    (wanted.path === undefined || pathPattern(wanted.path).test(path))
  );
}

function pathPattern(path: string): RegExp {
  const parts = path
    .split('*')
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`);
}
