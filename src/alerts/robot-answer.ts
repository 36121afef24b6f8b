import { isRecord, parseJson } from '../lib/json.ts';
import type { Secret } from '../lib/secret.ts';
import { Failure } from '../ports/failure.ts';
import { requireSuccess, throttled } from './post.ts';
import type { Answer } from './post.ts';

/** How a robot says in the body of a 200 whether it took a message. */
export interface RobotCodes {
  /** The fields that may hold the code; 0 is success. */
  readonly fields: readonly string[];
  /** The field with what it says. */
  readonly message: string;
  readonly throttled: ReadonlySet<number>;
  readonly denied: ReadonlySet<number>;
  readonly busy: ReadonlySet<number>;
  /** What to do where it is denied. */
  readonly hint: string;
}

/** Throws what an answer says that is no success. */
export function requireTaken(answer: Answer, url: Secret, codes: RobotCodes): void {
  requireSuccess(answer, url);
  const body = parseJson(answer.text);
  const { host } = new URL(url.reveal());
  const code = isRecord(body) ? codeIn(body, codes.fields) : undefined;
  if (!isRecord(body) || code === undefined) {
    const message = `${host} answered something else than a robot does: somebody in between may have`;
    throw new Failure('transport', message, {
      hint: 'Check HTTPS_PROXY and the URL of the channel',
    });
  }
  if (code === 0) return;
  const message = `${host} answered ${code}: ${String(body[codes.message]).slice(0, mostOfAnswer)}`;
  if (codes.throttled.has(code)) throw throttled(message, answer);
  if (codes.busy.has(code)) throw new Failure('transport', message);
  throw new Failure(codes.denied.has(code) ? 'denied' : 'invalid', message, { hint: codes.hint });
}

const mostOfAnswer = 200;

function codeIn(
  body: Readonly<Record<string, unknown>>,
  fields: readonly string[],
): number | undefined {
  for (const field of fields) {
    const code = body[field];
    if (typeof code === 'number') return code;
  }
  return undefined;
}
