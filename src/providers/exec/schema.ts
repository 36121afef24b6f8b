import * as v from 'valibot';

import { message, name } from '../values.ts';
import { isNodeName } from './ids.ts';

/** What a program may print: one of these objects, and nothing else. */

/** The failures that a program can tell of. All others are floatip's own. */
export const classes = [
  'throttled',
  'busy',
  'transport',
  'ambiguous',
  'stale',
  'clock',
  'credentials',
  'denied',
  'missing',
  'invalid',
] as const;

const trouble = v.strictObject({
  class: v.picklist(classes),
  message,
  hint: v.optional(message),
  /** For how many seconds not to ask again. */
  retryAfter: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0))),
});
export type Trouble = v.InferOutput<typeof trouble>;

export const troubleReply = v.strictObject({ error: trouble });

const reading = v.union([
  v.strictObject({
    name,
    owner: v.nullable(v.pipe(v.string(), v.check(isNodeName))),
    pending: v.optional(v.boolean(), false),
  }),
  /** Of this address alone. */
  v.strictObject({ name, error: trouble }),
]);
export type ProgramReading = v.InferOutput<typeof reading>;

export const readReply = v.strictObject({ readings: v.array(reading) });

export const writeReply = v.strictObject({
  operation: v.nullable(v.pipe(v.string(), v.regex(/^[^\p{C}]{1,128}$/u))),
});
