import axios from 'axios';

import { plainText } from '../../core/plain-text.ts';
import { createHttp } from '../../lib/http/http.ts';
import type { Http, HttpReply } from '../../lib/http/http.ts';
import { isRecord, parseJson } from '../../lib/json.ts';
import { asFailure, Failure, isFailure } from '../../ports/failure.ts';
import type { TriggerTools } from '../trigger-tools.ts';
import { openEtcdLogin } from './etcd-login.ts';
import type { EtcdLogin } from './etcd-login.ts';
import type { LeaseSettings } from './lease-settings.ts';

/** Something to read lines from that end only with the connection. */
export type ByteStream = AsyncIterable<Uint8Array | string> & { destroy(): void };

export interface EtcdGatewayOptions
  extends
    Pick<TriggerTools, 'clock' | 'adapter'>,
    Pick<LeaseSettings, 'endpoints' | 'tls' | 'login'> {
  /** The longest that one member may take. Milliseconds. */
  readonly timeoutMs: number;
}

/** What can be asked of etcd. Throws `Failure`. */
export type Etcd = Pick<EtcdGateway, 'call' | 'open' | 'close'>;

/**
 * The JSON gateway of etcd: asks one member after the other until one answers, and stays with that one.
 * Throws `Failure`: `transport` where nobody answers, `denied`, `invalid`, and `missing` for what is not there.
 */
export class EtcdGateway {
  readonly #options: EtcdGatewayOptions;
  readonly #http: Http;
  readonly #login: EtcdLogin;
  #current = 0;

  constructor(options: EtcdGatewayOptions) {
    const { clock, adapter, tls, login } = options;
    this.#options = options;
    const network = adapter === undefined ? {} : { adapter };
    this.#http = createHttp({ clock, proxy: 'never', tls, ...network });
    this.#login = openEtcdLogin(login, (body, signal) =>
      // etcd takes its time on purpose to compare a password.
      this.#askAll('/v3/auth/authenticate', { body, signal, timeoutMs: 4 * options.timeoutMs }),
    );
  }

  async call(path: string, body: object, signal: AbortSignal): Promise<Record<string, unknown>> {
    return await this.#login.withToken(signal, (headers) =>
      this.#askAll(path, { body, headers, signal }),
    );
  }

  /** Begins a request whose answer goes on and on, at the member that has answered last. */
  async open(path: string, body: object, signal: AbortSignal): Promise<ByteStream> {
    return await this.#login.withToken(signal, async (headers) => {
      const url = `${this.#endpoint()}${path}`;
      const { timeoutMs } = this.#options;
      return await this.#http.run({
        method: 'POST',
        url,
        timeoutMs,
        signal,
        send: async (config) => {
          const { data } = await axios.request<ByteStream>({
            ...config,
            method: 'POST',
            url,
            data: body,
            headers,
            responseType: 'stream',
            // With any bound, axios reads it through a generator, which cannot be ended while it waits.
            maxContentLength: -1,
          });
          return data;
        },
      });
    });
  }

  close(): void {
    this.#http.close();
  }

  #endpoint(): string {
    const { endpoints } = this.#options;
    return endpoints[this.#current % endpoints.length] ?? '';
  }

  async #askAll(path: string, question: Question): Promise<Record<string, unknown>> {
    let failure: Failure | undefined;
    for (const _ of this.#options.endpoints) {
      try {
        return await this.#ask(path, question);
      } catch (error) {
        question.signal.throwIfAborted();
        if (!isFailure(error, 'transport', 'config')) throw error;
        failure = asFailure(error);
        this.#current += 1;
      }
    }
    throw failure ?? new Failure('transport', 'No member of etcd is known');
  }

  async #ask(path: string, question: Question): Promise<Record<string, unknown>> {
    const { body, headers, signal, timeoutMs = this.#options.timeoutMs } = question;
    const url = `${this.#endpoint()}${path}`;
    const more = headers === undefined ? {} : { headers };
    const reply = await this.#http.send({ method: 'POST', url, body, timeoutMs, signal, ...more });
    const answer = parseJson(reply.body);
    if (reply.status === 200 && isRecord(answer)) return answer;
    throw refusal(url, reply, isRecord(answer) ? answer : {});
  }
}

interface Question {
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

/** gRPC's codes: https://grpc.io/docs/guides/status-codes/ */
const classes = {
  3: 'invalid',
  5: 'missing',
  7: 'denied',
  9: 'invalid',
  16: 'credentials',
} as const;

function refusal(url: string, reply: HttpReply, answer: Record<string, unknown>): Failure {
  const { host, pathname } = new URL(url);
  const { code, message, error } = answer;
  const [line = ''] = reply.body.trim().split('\n');
  const plain = isRecord(parseJson(reply.body)) ? '' : plainText(line, 200);
  const texts = [message, error, plain].filter((one) => typeof one === 'string');
  const text = texts.find((one) => one !== '') ?? 'no reason given';
  const said = `${pathname} at ${host} answered ${reply.status}: ${text}`;
  const known = Object.entries(classes).find(([number]) => Number(number) === code);
  // etcd 3.4 calls a token that it no longer knows an argument that is invalid.
  if (/invalid auth token/.test(said)) return new Failure('credentials', said);
  const hint = known?.[1] === 'denied' ? grantHint : hintFor(said);
  return new Failure(known?.[1] ?? 'transport', said, { hint });
}

const grantHint =
  'Give the user of leases.etcd.username read and write access to all keys below the prefix';

/** What etcd 3.4 says where it was set up in a way that its JSON gateway does not take. */
function hintFor(said: string): string | undefined {
  // With users as well, it refuses every certificate that has a name.
  if (/CommonName of client/.test(said)) {
    return 'Give this host a certificate without a Common Name, or etcd no users';
  }
  // The gateway shows the certificate of its member when it passes on what it was asked.
  if (/connection closed|authentication handshake/.test(said)) {
    return 'Where etcd wants certificates of clients, its own has to be good for a client too: extendedKeyUsage serverAuth, clientAuth';
  }
  return undefined;
}
