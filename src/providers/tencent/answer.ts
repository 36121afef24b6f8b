import { safeParse } from 'valibot';
import type { InferOutput } from 'valibot';

import type { HttpReply } from '../../lib/http/http.ts';
import { parseJson } from '../../lib/json.ts';
import { inBetween } from '../in-between.ts';
import type { Asked } from './failures.ts';
import { envelope } from './schema.ts';

type Response = InferOutput<typeof envelope>['Response'];

/**
 * What is inside the envelope of the API. Its errors come in the same one, with status 200; anything
 * else is from something in between, and thrown.
 */
export function responseIn(reply: HttpReply, { subject, isWrite }: Asked, host: string): Response {
  const parsed = safeParse(envelope, parseJson(reply.body));
  if (reply.status === 200 && parsed.success) return parsed.output.Response;
  throw inBetween({ reply, host, subject, isWrite });
}
