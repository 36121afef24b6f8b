import { json } from '../exchange.ts';
import type { CloudReply, CloudRequest } from '../exchange.ts';
import { invalidInput } from './refusal.ts';

const defaultPerPage = 25;
const maxPerPage = 50;

/** One page of a list, with what Hetzner Cloud adds. */
export function page(
  { query }: CloudRequest,
  { key, items }: { key: string; items: readonly object[] },
): CloudReply {
  const number = positive(query, 'page') ?? 1;
  const size = positive(query, 'per_page') ?? defaultPerPage;
  if (size > maxPerPage) throw invalidInput(`per_page must be at most ${maxPerPage}`);
  const last = Math.max(1, Math.ceil(items.length / size));
  const pagination = {
    page: number,
    per_page: size,
    previous_page: number > 1 ? number - 1 : null,
    next_page: number < last ? number + 1 : null,
    last_page: last,
    total_entries: items.length,
  };
  const shown = items.slice((number - 1) * size, number * size);
  return json(200, { [key]: shown, meta: { pagination } });
}

function positive(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw invalidInput(`invalid input in field '${name}'`);
}
