import { Failure } from '../ports/failure.ts';
import type { Phase, Progress } from './attempt.ts';

interface Call {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** There, where it was to change something. */
  readonly write?: object;
}

const certificateCode = /^(?:CERT_|ERR_TLS_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;

/**
 * A request that got no answer, as a `Failure`: `ambiguous` for one that was to change something and
 * may have arrived. Takes only the code and the text of what went wrong: the error object of an HTTP
 * client carries the request's headers, token included.
 */
export function transportFailure(call: Call, { hasLeft }: Progress, reason: unknown): Failure {
  const { code, text } = describe(reason);
  const { host, pathname } = new URL(call.url);
  if (certificateCode.test(code)) {
    return new Failure('config', `The TLS certificate of ${host} cannot be trusted: ${text}`, {
      hint: 'Check the endpoint, this clock, and the CA certificates (NODE_EXTRA_CA_CERTS)',
    });
  }
  const request = `${call.method} ${pathname}`;
  const what = hasLeft ? `${request} at ${host} got no answer` : `${request} never got to ${host}`;
  const failureClass = call.write !== undefined && hasLeft ? 'ambiguous' : 'transport';
  return new Failure(failureClass, `${what}: ${text}`, { cause: new Error(text) });
}

const missing: Readonly<Record<Phase, string>> = {
  name: 'no name server answered',
  connection: 'no connection',
  proxy: 'no answer of the proxy',
  handshake: 'no TLS handshake',
  answer: 'no answer',
};

/** What did not come in time. */
export function timeoutText({ phase }: Progress, ms: number): string {
  return `${missing[phase]} within ${ms / 1000} s`;
}

/** What the operator may not know by its code. */
const meanings: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such name',
  EAI_AGAIN: 'no name server answered',
  ECONNREFUSED: 'nothing listens there',
  EPROTO: 'what listens there does not speak TLS',
  ERR_SSL_WRONG_VERSION_NUMBER: 'what listens there does not speak TLS',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'what listens there does not speak TLS',
};

function describe(reason: unknown): { code: string; text: string } {
  if (!(reason instanceof Error)) return { code: '', text: String(reason) };
  // OpenSSL writes several lines.
  const [line = ''] = reason.message.trim().split('\n');
  const code = 'code' in reason && typeof reason.code === 'string' ? reason.code : '';
  const meaning = meanings[code];
  if (meaning !== undefined) return { code, text: `${meaning} (${code})` };
  return { code, text: line.includes(code) ? line : `${code} ${line}`.trim() };
}
