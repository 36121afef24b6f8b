import { labelOf } from '../../core/address.ts';
import type { Address } from '../../core/address.ts';
import { Failure } from '../../ports/failure.ts';
import type { Change } from '../kind-of-address.ts';
import { partsOf } from '../parts.ts';
import { joined } from '../values.ts';
import type { Listing } from '../values.ts';
import type { Filter } from './asked.ts';
import type { Client, Under } from './client.ts';
import { eipId } from './ids.ts';
import type { Eip, NetworkInterface } from './schema.ts';

/** The client for calls about something, which end with a signal. Calls that change it, at a gate. */
export type ClientFor = (subject: string, under: Under) => Client;

/** How an address is called in messages. */
export function subjectOf(address: Address): string {
  return `${words[address.kind] ?? address.kind} ${labelOf(address)}`;
}

const words: Readonly<Record<string, string>> = {
  'tencent-eip': 'EIP',
  'tencent-havip': 'HAVIP',
  'tencent-private-ip': 'private IP',
};

export function unknownTo(subject: string): Failure {
  return new Failure('missing', `Tencent Cloud knows no ${subject} in this account and region`, {
    hint: 'Check it, the region, and that the key belongs to the account that owns it',
  });
}

/** What a list leaves out: it is not there, unless that is not all of the list. */
export function absent(subject: string, { isWhole }: Pick<Listing<unknown>, 'isWhole'>): Failure {
  return isWhole ? unknownTo(subject) : unsure(subject);
}

/** What an answer says nothing about, as far as it makes sense. */
export function unsure(subject: string): Failure {
  const message = `Tencent Cloud's answer about ${subject} breaks off, or is not about it`;
  return new Failure('transport', message);
}

function unknownNode(node: string): Failure {
  const message = `Tencent Cloud knows no ${node} in a VPC of this account and region`;
  return new Failure('missing', message, {
    hint: 'List the instances and their ids with: tccli cvm DescribeInstances',
  });
}

/** A step that this kind of address never needs. */
export function impossible({
  step,
  address,
}: Pick<Change<Address>, 'step' | 'address'>): TypeError {
  return new TypeError(`There is no way to ${step.do} a ${address.kind}`);
}

/** How many ids a list or a filter of EIPs takes. */
export const manyValues = 100;
/** How many values other filters take. */
export const fewValues = 5;

/** What addresses are asked for by: an id counts before an IP. */
export interface Wanted {
  readonly ids: readonly string[];
  readonly ips: readonly string[];
}

export function wantedOf(addresses: readonly Address[]): Wanted {
  return {
    ids: addresses.flatMap(({ id }) => id ?? []),
    ips: addresses.flatMap(({ id, ip }) => (id === undefined ? (ip ?? []) : [])),
  };
}

/** Whether what the cloud described is the address that was asked for. */
export function isMeant(
  { id, ip }: Address,
  found: { readonly id: string; readonly ip: string },
): boolean {
  return id === undefined ? found.ip === ip : found.id === id;
}

/**
 * EIPs by id or IP, as many as a request takes at once. By filters, because a list of ids fails as a
 * whole where one of them is unknown.
 */
export async function findEips(client: Client, { ids, ips }: Wanted): Promise<Listing<Eip>> {
  const filters = [
    ...partsOf(ids, manyValues).map((Values): Filter => ({ Name: 'address-id', Values })),
    ...partsOf(ips, manyValues).map((Values): Filter => ({ Name: 'address-ip', Values })),
  ];
  const parts = await Promise.all(filters.map((filter) => client.describeAddresses([filter])));
  const { items, isWhole } = joined(parts);
  const eips = items.filter(({ AddressId }) => eipId.test(AddressId));
  return { items: eips, isWhole: isWhole && eips.length === items.length };
}

/** The network interfaces of a node. Throws `missing` once the cloud has said twice that it has none. */
export async function interfacesOf(
  node: string,
  client: Client,
): Promise<readonly NetworkInterface[]> {
  const filters: readonly Filter[] = [{ Name: 'attachment.instance-id', Values: [node] }];
  for (let time = 0; time < 2; time += 1) {
    const { items, isWhole } = await client.describeNetworkInterfaces(filters);
    if (!isWhole) throw unsure(node);
    if (items.length > 0) return items;
  }
  throw unknownNode(node);
}

/** What a look at these addresses is about, in words for the operator. */
export function subjectOfAll(addresses: readonly Address[], several: string): string {
  const [first] = addresses;
  return addresses.length === 1 && first !== undefined ? subjectOf(first) : several;
}
