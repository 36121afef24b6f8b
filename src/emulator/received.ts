import type { CloudRequest, Effect, Service } from './exchange.ts';

/** A request as it can be read back. Its secrets are not: whoever reads this may log it. */
export interface Received {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly service: Service;
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

export function createRecorder(): Recorder {
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
        headers: shownHeaders(headers),
        body: withoutSecrets(body),
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

const secretHeaders: ReadonlySet<string> = new Set(['authorization', 'x-tc-token']);

function shownHeaders(headers: CloudRequest['headers']): CloudRequest['headers'] {
  const shown = Object.entries(headers).map(
    ([name, value]) => [name, secretHeaders.has(name) ? '[redacted]' : value] as const,
  );
  return Object.fromEntries(shown);
}

/** Tencent Cloud's older signatures come as parameters, and so does the token beside them. */
function withoutSecrets(text: string): string {
  return text.replaceAll(/\b(Token|Signature)=[^&]*/g, '$1=[redacted]');
}
