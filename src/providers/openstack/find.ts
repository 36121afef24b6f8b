import { labelOf } from '../../core/address.ts';
import type { Address } from '../../core/address.ts';
import { Failure } from '../../ports/failure.ts';
import { joined } from '../values.ts';
import type { Listing } from '../values.ts';
import type { Filter } from './client.ts';
import { unknownTo } from './failures.ts';

/** How an address is called in messages. */
export function subjectOf(address: Address): string {
  return `${words[address.kind] ?? address.kind} ${labelOf(address)}`;
}

const words: Readonly<Record<string, string>> = {
  'openstack-floating-ip': 'floating IP',
  'openstack-vip-port': 'virtual IP',
};

/** What a look at these addresses is about. */
export function subjectOfAll(addresses: readonly Address[], all: string): string {
  const [first] = addresses;
  return addresses.length === 1 && first !== undefined ? subjectOf(first) : all;
}

/** How many values a query takes: servers refuse a line that is longer than 8 kB. */
const valuesInQuery = 100;

/** Things by any of these values, in as many requests as it takes. */
export async function findBy<T>(
  values: readonly string[],
  filterOf: (value: string) => Filter,
  list: (filter: Filter) => Promise<Listing<T>>,
): Promise<Listing<T>> {
  const count = Math.ceil(values.length / valuesInQuery);
  const parts = Array.from({ length: count }, (_, index) =>
    values.slice(index * valuesInQuery, (index + 1) * valuesInQuery),
  );
  return joined(await Promise.all(parts.map((part) => list(part.flatMap(filterOf)))));
}

/** The one of an address, or why there is none. An address that has an id and an IP has to have both. */
export function theOneOf<T extends { readonly id: string }>(
  address: Address,
  { items, isWhole }: Listing<T>,
  ipsOf: (item: T) => readonly string[],
): T | Failure {
  const { id, ip } = address;
  const meant = items.filter((item) =>
    id === undefined ? ipsOf(item).includes(ip ?? '') : item.id === id,
  );
  const [found, another] = meant;
  const subject = subjectOf(address);
  if (found === undefined) return isWhole ? unknownTo(subject) : unsure(subject);
  if (another !== undefined) return several(subject, meant);
  const has = ipsOf(found);
  if (ip === undefined || has.includes(ip)) return found;
  const message = `${subject} is ${has.join(', ')} by its id, and the config says ${ip} for ${address.name}`;
  return new Failure('config', message, { hint: 'Leave either id or ip out' });
}

/** What an answer says nothing about, as far as it makes sense. */
function unsure(subject: string): Failure {
  return new Failure(
    'transport',
    `OpenStack's list does not end, or not all of it makes sense, and ${subject} is not in the rest`,
  );
}

/** Every external network, and every private one, may have this IP. */
function several(subject: string, meant: readonly { readonly id: string }[]): Failure {
  const ids = meant.map(({ id }) => id).join(', ');
  return new Failure('config', `There are several of ${subject}: ${ids}`, {
    hint: 'Set id in the config instead of ip, to say which is meant',
  });
}
