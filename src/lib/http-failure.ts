import type { FailureClass } from '../core/failure-class.ts';
import { Failure } from '../ports/failure.ts';

interface Call {
  readonly method: 'GET' | 'POST';
  readonly url: string;
}

/** Errors of a connection that was never made: what was to be sent was not. */
const notConnected: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EADDRNOTAVAIL',
]);

const certificateCode = /^(?:CERT_|ERR_TLS_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;

/**
 * A request that got no answer, as a `Failure`. Takes only the code and the text of what went
 * wrong: the error object of an HTTP client carries the request's headers, token included.
 */
export function transportFailure(call: Call, reason: unknown): Failure {
  const { code, text } = describe(reason);
  const host = new URL(call.url).host;
  const message = `${call.method} ${pathOf(call.url)} at ${host} got no answer: ${text}`;
  if (certificateCode.test(code)) {
    return new Failure('config', `The TLS certificate of ${host} cannot be trusted: ${text}`, {
      hint: 'Check the endpoint, this clock, and the CA certificates (NODE_EXTRA_CA_CERTS)',
    });
  }
  return new Failure(classOf(call, code), message, { cause: new Error(text) });
}

function classOf(call: Call, code: string): FailureClass {
  return call.method === 'GET' || notConnected.has(code) ? 'transport' : 'ambiguous';
}

function describe(reason: unknown): { code: string; text: string } {
  if (!(reason instanceof Error)) return { code: '', text: String(reason) };
  // OpenSSL writes several lines.
  const [line = ''] = reason.message.trim().split('\n');
  const code = 'code' in reason && typeof reason.code === 'string' ? reason.code : '';
  return {
    code,
    text: line.includes(code) ? line : `${code} ${line}`.trim(),
  };
}

function pathOf(url: string): string {
  return new URL(url).pathname;
}
