import type { Listing } from '../values.ts';
import type { Eip, Havip, NetworkInterface } from './schema.ts';

export interface Filter {
  readonly Name: string;
  readonly Values: readonly string[];
}

/** What the filters of a list go by, as far as it is known what an item has to say there. */
type ValuesOf<T> = Readonly<Record<string, (item: T) => readonly string[]>>;

export const valuesOfAddress: ValuesOf<Eip> = {
  'address-id': ({ AddressId }) => [AddressId],
  'address-ip': ({ AddressIp }) => [AddressIp],
};

export const valuesOfHavip: ValuesOf<Havip> = {
  'havip-id': ({ HaVipId }) => [HaVipId],
  vip: ({ Vip }) => [Vip],
};

export const valuesOfInterface: ValuesOf<NetworkInterface> = {
  'network-interface-id': ({ NetworkInterfaceId }) => [NetworkInterfaceId],
  'attachment.instance-id': ({ Attachment }) => [Attachment?.InstanceId ?? ''],
  'address-ip': ({ PrivateIpAddressSet }) =>
    (PrivateIpAddressSet ?? []).map(({ PrivateIpAddress }) => PrivateIpAddress),
};

/**
 * What of a list was asked for. One that describes something else says nothing of what it leaves out.
 */
export function askedFor<T>(
  { items, isWhole }: Listing<T>,
  filters: readonly Filter[],
  valuesOf: ValuesOf<T>,
): Listing<T> {
  const asked = items.filter((item) =>
    filters.every(({ Name, Values }) => {
      const values = valuesOf[Name]?.(item);
      return values === undefined || values.some((value) => Values.includes(value));
    }),
  );
  return { items: asked, isWhole: isWhole && asked.length === items.length };
}
