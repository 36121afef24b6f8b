import { json } from '../exchange.ts';
import type { CloudReply, CloudRequest } from '../exchange.ts';
import { badRequest } from './refusal.ts';

export interface Listed {
  readonly key: string;
  readonly items: readonly { readonly id: string }[];
  /** The most that the server gives, whoever asks. */
  readonly most: number | undefined;
  readonly render: (item: { readonly id: string }) => object;
}

/** A list in the order of ids, with a link to the next page where it is not all of it. */
export function page({ query, path }: CloudRequest, listed: Listed): CloudReply {
  const { key, most = Infinity, render } = listed;
  const asked = limitIn(query) ?? Infinity;
  const size = Math.min(asked, most);
  const items = listed.items.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const marker = query.get('marker');
  const after = marker === null ? -1 : items.findIndex(({ id }) => id === marker);
  if (marker !== null && after < 0) throw badRequest(`Marker ${marker} could not be found.`);
  const shown = items.slice(after + 1, after + 1 + size);
  const isFull = size !== Infinity && shown.length === size;
  const last = shown.at(-1);
  const next = new URLSearchParams(query);
  next.set('marker', last?.id ?? '');
  next.set('limit', String(size));
  const links = isFull
    ? [{ rel: 'next', href: `http://neutron.internal${path}?${next.toString()}` }]
    : [];
  return json(200, {
    [key]: shown.map(render),
    ...(size === Infinity ? {} : { [`${key}_links`]: links }),
  });
}

function limitIn(query: URLSearchParams): number | undefined {
  const text = query.get('limit');
  if (text === null) return undefined;
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw badRequest(`Limit must be an integer 0 or greater and not '${text}'`);
}
