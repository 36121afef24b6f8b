import { isRecord } from '../../lib/json.ts';
import { decode, numberText } from './etcd-keys.ts';

/** What has become of a key in etcd. */
export interface KeyNews {
  /** The name of its race. */
  readonly race: string;
  /** What it says there, such as `leader`. */
  readonly what: string;
  readonly isGone: boolean;
  /** The id of its lease, where it has one; nothing of one that is gone. */
  readonly lease: string | undefined;
}

/** What an event of a watch tells; nothing where it makes no sense. */
export function keyNewsOf(event: unknown, prefix: string): KeyNews | undefined {
  if (!isRecord(event) || !isRecord(event['kv'])) return undefined;
  const { key, lease } = event['kv'];
  const [race = '', what = ''] = decode(key).slice(prefix.length).split('/');
  return { race, what, isGone: event['type'] === 'DELETE', lease: numberText(lease) };
}
