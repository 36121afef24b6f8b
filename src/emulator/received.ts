import type { CloudRequest, Effect } from './exchange.ts';

/** A request as it can be read back. Its secrets are not: whoever reads this may log it. */
export interface Received {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly node: string | undefined;
  /** The status that it was answered with, or how it ended instead. */
  readonly answer: number | 'reset' | 'hang' | 'truncate';
}

export interface Recorder {
  record(request: CloudRequest, effect: Effect, atMs: number): void;
  list(): readonly Received[];
  clear(): void;
}

/** Old requests are forgotten: a rehearsal may last for days. */
const capacity = 100_000;

export interface RecorderOptions {
  /** Headers that are secret beside `authorization`, in lower case. */
  readonly secretHeaders: readonly string[];
  /** Parameters of the query, or of a body in its form, that are secret. */
  readonly secretParameters: readonly string[];
  /** Paths whose bodies are secret as a whole. */
  readonly secretBodies: readonly RegExp[];
}

export function createRecorder({
  secretHeaders,
  secretParameters,
  secretBodies,
}: RecorderOptions): Recorder {
  const secret = new Set(['authorization', ...secretHeaders]);
  const parameters = new RegExp(`\\b(${secretParameters.join('|')})=[^&]*`, 'g');
  const withoutSecrets = (text: string): string =>
    secretParameters.length === 0 ? text : text.replaceAll(parameters, '$1=[redacted]');
  let received: Received[] = [];
  return {
    record(request, { ending }, atMs) {
      const { service, method, path, query, body, node, headers } = request;
      const answer = ending.type === 'reply' ? ending.reply.status : ending.type;
      received.push({
        atMs,
        service,
        method,
        path,
        query: withoutSecrets(query.toString()),
        headers: shownHeaders(headers, secret),
        body: secretBodies.some((one) => one.test(path)) ? '[redacted]' : withoutSecrets(body),
        node,
        answer,
      });
      if (received.length > capacity) received = received.slice(-capacity / 2);
    },
    list: () => received,
    clear() {
      received = [];
    },
  };
}

function shownHeaders(
  headers: CloudRequest['headers'],
  secret: ReadonlySet<string>,
): CloudRequest['headers'] {
  const shown = Object.entries(headers).map(
    ([name, value]) => [name, secret.has(name) ? '[redacted]' : value] as const,
  );
  return Object.fromEntries(shown);
}
