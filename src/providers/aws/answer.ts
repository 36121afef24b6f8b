import { safeParse } from 'valibot';

import type { HttpReply } from '../../lib/http/http.ts';
import { inBetween } from '../in-between.ts';
import type { ApiError } from './failures.ts';
import { ec2Error, stsError } from './schema.ts';
import { parseXml } from './xml.ts';
import type { Xml } from './xml.ts';

export interface Answer {
  readonly value: Xml;
}

interface Asked {
  readonly subject: string;
  readonly isWrite: boolean;
  /** Whom it was asked of. */
  readonly host: string;
}

/** What the API answered, or its error. Anything else is from something in between, and thrown. */
export function answerIn(reply: HttpReply, { subject, isWrite, host }: Asked): Answer | ApiError {
  const document = parseXml(reply.body);
  const isWell = reply.status >= 200 && reply.status <= 299;
  if (document !== undefined && isWell && /\wResponse$/.test(document.root)) {
    return { value: document.value };
  }
  const error = isWell || document === undefined ? undefined : errorIn(document);
  if (error !== undefined) return error;
  throw inBetween({ reply, host, subject, isWrite });
}

function errorIn(document: NonNullable<ReturnType<typeof parseXml>>): ApiError | undefined {
  const { root, value } = document;
  if (root === 'Response') {
    const parsed = safeParse(ec2Error, value);
    return parsed.success ? plain(parsed.output.Errors.Error) : undefined;
  }
  if (root !== 'ErrorResponse') return undefined;
  const parsed = safeParse(stsError, value);
  return parsed.success ? plain(parsed.output.Error) : undefined;
}

function plain({ Code: code, Message: message }: { Code: string; Message: string }): ApiError {
  return { code, message };
}
