import { Failure } from '../../ports/failure.ts';
import type { Phase, Progress } from './attempt.ts';
import type { HttpMethod } from './http-request.ts';

interface Call {
  readonly method: HttpMethod;
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
export function transportFailure(
  call: Call,
  { phase, hasLeft }: Progress,
  reason: unknown,
): Failure {
  const { code, text } = describe(reason);
  const { host, pathname } = new URL(call.url);
  if (certificateCode.test(code)) {
    return new Failure('config', `The TLS certificate of ${host} cannot be trusted: ${text}`, {
      hint: 'Check the endpoint, this clock, and the CA certificates (NODE_EXTRA_CA_CERTS)',
    });
  }
  const request = `${call.method} ${pathname}`;
  const cause = new Error(text);
  if (hasLeft) {
    const failureClass = call.write === undefined ? 'transport' : 'ambiguous';
    return new Failure(failureClass, `${request} at ${host} got no answer: ${text}`, { cause });
  }
  const place = placeOf(call.url, code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'name' : phase);
  const hint = adviceOf(code, phase);
  return new Failure('transport', `${request} never got to ${place}: ${text}`, { hint, cause });
}

/** Without its port for whoever looks for the name, and with it for whoever looks for what listens there. */
function placeOf(url: string, phase: Phase): string {
  const { hostname, port, protocol } = new URL(url);
  if (phase === 'name') return hostname;
  return `${hostname}:${port === '' ? defaultPorts[protocol] : port}`;
}

const defaultPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

const missing: Readonly<Record<Phase, string>> = {
  name: 'no name server answered',
  connection: 'no connection',
  proxy: 'no answer of the proxy',
  handshake: 'no TLS handshake',
  answer: 'no answer',
};

/** What did not come in time. */
export function timeoutText({ phase }: Progress, ms: number): string {
  return `${missing[phase]} within ${Number((ms / 1000).toPrecision(2))} s`;
}

/** What to do where nothing was sent. */
const advice: Readonly<Record<Exclude<Phase, 'answer'>, string>> = {
  name: 'Check the name servers in /etc/resolv.conf, and that this host reaches them',
  connection: 'Check the endpoint and its port, the routes of this host, and firewalls on the way',
  proxy: 'Check HTTPS_PROXY, or list the host in NO_PROXY',
  handshake: 'Check the endpoint and its port: it has to speak https, and plain http is not that',
};

function adviceOf(code: string, phase: Phase): string | undefined {
  if (code === 'ENOTFOUND') {
    return 'Check the name in the endpoint, and the name servers in /etc/resolv.conf';
  }
  if (code === 'EAI_AGAIN') return advice.name;
  return phase === 'answer' ? undefined : advice[phase];
}

const noTls = 'what listens there does not speak TLS';

/** What the operator may not know by its code. */
const meanings: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such name',
  EAI_AGAIN: 'no name server answered',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was reset',
  ENETUNREACH: 'this host has no route to it',
  EHOSTUNREACH: 'it cannot be reached from this host',
  EADDRNOTAVAIL: 'this host has no address to connect from',
  ENETDOWN: 'the network of this host is down',
  EPROTO: noTls,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
  ERR_SSL_HTTP_REQUEST: noTls,
};

/** An error of a connection in words, without what an HTTP client puts into it. */
export function wordsOf(reason: unknown): string {
  return describe(reason).text;
}

function describe(reason: unknown): { code: string; text: string } {
  if (!(reason instanceof Error)) return { code: '', text: String(reason) };
  // OpenSSL writes several lines.
  const [line = ''] = reason.message.trim().split('\n');
  const code = 'code' in reason && typeof reason.code === 'string' ? reason.code : '';
  const meaning = meanings[code] ?? meaningOfSort(code);
  if (meaning !== undefined) return { code, text: `${meaning} (${code})` };
  return { code, text: line.includes(code) ? line : `${code} ${line}`.trim() };
}

function meaningOfSort(code: string): string | undefined {
  if (
    /_(?:BAD_CERTIFICATE|CERTIFICATE_(?:REQUIRED|UNKNOWN|EXPIRED|REVOKED)|UNKNOWN_CA)$/.test(code)
  ) {
    return 'the other side does not take the certificate of this host, or wants one';
  }
  if (code.startsWith('ERR_SSL_')) return 'TLS could not be agreed on';
  return code.startsWith('HPE_') ? 'what listens there does not speak HTTP' : undefined;
}
