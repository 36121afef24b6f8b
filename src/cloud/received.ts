import type { CloudRequest, Effect, Service } from './exchange.ts';

/** A request as it can be read back. Its `authorization` is not: whoever reads this may log it. */
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
      const { authorization, ...rest } = headers;
      const shown = authorization === undefined ? rest : { ...rest, authorization: '[redacted]' };
      const answer = ending.type === 'reply' ? ending.reply.status : ending.type;
      received.push({
        atMs,
        service,
        method,
        path,
        query: query.toString(),
        headers: shown,
        body,
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
