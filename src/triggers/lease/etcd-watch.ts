import { createLineSplitter } from '../../lib/files/line-splitter.ts';
import { isRecord, parseJson } from '../../lib/json.ts';
import { Failure } from '../../ports/failure.ts';
import type { Etcd } from './etcd-gateway.ts';
import { rangeOf } from './etcd-keys.ts';

export interface EtcdWatch {
  /** What the keys begin with that are watched. */
  readonly base: string;
  readonly onChange: () => void;
  readonly signal: AbortSignal;
}

/** An event with all that it carries: far more than any here has. */
const maxLineBytes = 1024 * 1024;

/** Watches keys until the connection ends. Throws `Failure` where it is broken. */
export async function watchEtcd(
  gateway: Pick<Etcd, 'open'>,
  { base, onChange, signal }: EtcdWatch,
): Promise<void> {
  const stream = await gateway.open('/v3/watch', { create_request: rangeOf(base) }, signal);
  const stop = (): void => stream.destroy();
  signal.addEventListener('abort', stop, { once: true });
  const split = createLineSplitter({ maxBytes: maxLineBytes, onTooLong: stop });
  try {
    if (signal.aborted) stop();
    for await (const chunk of stream) {
      if (split(Buffer.from(chunk)).some(isNews)) onChange();
    }
  } catch (error) {
    throw new Failure('transport', 'etcd has ended the watch', { cause: error });
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

/** The beginning of a watch is news as well: before it, something may have been missed. */
function isNews(line: string | undefined): boolean {
  const message = parseJson(line ?? '');
  const result = isRecord(message) ? message['result'] : undefined;
  return isRecord(result) && (result['created'] === true || Array.isArray(result['events']));
}
