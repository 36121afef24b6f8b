import { json } from '../exchange.ts';
import type { CloudReply, CloudRequest } from '../exchange.ts';
import { unprocessable } from './refusal.ts';

const defaultPerPage = 20;
const maxPerPage = 200;

/** One page of a list, with the links and totals that DigitalOcean adds. */
export function page(
  { query, path, headers }: CloudRequest,
  { key, items }: { key: string; items: readonly object[] },
): CloudReply {
  const number = positive(query, 'page') ?? 1;
  const size = positive(query, 'per_page') ?? defaultPerPage;
  if (size > maxPerPage) throw unprocessable(`per_page must not be above ${maxPerPage}.`);
  const last = Math.max(1, Math.ceil(items.length / size));
  const url = (to: number): string =>
    `https://${headers['host'] ?? 'api'}${path}?page=${to}&per_page=${size}`;
  const forward = number < last ? { next: url(number + 1), last: url(last) } : {};
  const backward = number > 1 ? { first: url(1), prev: url(number - 1) } : {};
  const pages = { ...backward, ...forward };
  return json(200, {
    [key]: items.slice((number - 1) * size, number * size),
    links: Object.keys(pages).length === 0 ? {} : { pages },
    meta: { total: items.length },
  });
}

function positive(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw unprocessable(`${name} must be a positive number.`);
}
