import { createLineSplitter } from '../../lib/files/line-splitter.ts';
import { isRecord, parseJson } from '../../lib/json.ts';
import { Failure } from '../../ports/failure.ts';
import type { Etcd } from './etcd-gateway.ts';
import type { rangeOf } from './etcd-keys.ts';
import { keyNewsOf } from './key-news.ts';
import type { KeyNews } from './key-news.ts';

export interface EtcdWatch {
  /** What all keys begin with. */
  readonly prefix: string;
  /** The keys that are watched. */
  readonly range: ReturnType<typeof rangeOf>;
  /** The beginning of a watch is news as well: before it, something may have been missed. */
  readonly onNews: (news: readonly KeyNews[] | undefined) => void;
  readonly signal: AbortSignal;
}

/** An event with all that it carries, of all that ends with one lease: far more than any here has. */
const maxLineBytes = 1024 * 1024;

/** Watches keys until the connection ends. Throws `Failure` where it is broken. */
export async function watchEtcd(
  gateway: Pick<Etcd, 'open'>,
  { prefix, range, onNews, signal }: EtcdWatch,
): Promise<void> {
  const stream = await gateway.open('/v3/watch', { create_request: range }, signal);
  const stop = (): void => stream.destroy();
  signal.addEventListener('abort', stop, { once: true });
  const split = createLineSplitter({ maxBytes: maxLineBytes, onTooLong: stop });
  const tell = (line: string | undefined): void => {
    const { isNews, news } = tellOf(line, prefix);
    if (isNews) onNews(news);
  };
  try {
    if (signal.aborted) stop();
    for await (const chunk of stream) split(Buffer.from(chunk)).forEach(tell);
  } catch (error) {
    throw new Failure('transport', 'etcd has ended the watch', { cause: error });
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

interface Told {
  readonly isNews: boolean;
  readonly news?: readonly KeyNews[];
}

function tellOf(line: string | undefined, prefix: string): Told {
  const message = parseJson(line ?? '');
  const result = isRecord(message) && isRecord(message['result']) ? message['result'] : {};
  const { created, events } = result;
  if (created === true || !Array.isArray(events)) return { isNews: created === true };
  const news = events.map((event) => keyNewsOf(event, prefix));
  const known = news.flatMap((one) => one ?? []);
  // Of which one does not know what it says, anything may have changed.
  return known.length < news.length ? { isNews: true } : { isNews: true, news: known };
}
