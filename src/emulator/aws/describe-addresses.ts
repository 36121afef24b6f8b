import type { Account } from './account.ts';
import type { Handler } from './call.ts';
import type { Association, Eip } from './entities.ts';
import { byIds, filtered } from './listing.ts';
import type { Filterable } from './listing.ts';
import { Refusal } from './refusal.ts';
import { unknownEip } from './resources.ts';
import type { Value } from './xml.ts';

/** All of them in one answer: this list has no pages. */
export const describeAddresses: Handler<'DescribeAddresses'> = ({ account, parameters }) => {
  const { AllocationId: ids, PublicIp: ips, Filter: filters } = parameters;
  const byId = byIds(account.eips, ids, unknownEip);
  const byIp = ips.map((ip) => eipWith(ip, byId));
  const asked = ips.length === 0 ? byId : byIp;
  const found = filtered(asked, filters, valuesFor(account));
  return { addressesSet: found.map((eip) => addressObject(eip, account)) };
};

function eipWith(ip: string, eips: readonly Eip[]): Eip {
  const found = eips.find((one) => one.ip === ip);
  if (found !== undefined) return found;
  throw new Refusal('InvalidAddress.NotFound', `Address '${ip}' not found.`);
}

function valuesFor(account: Account): Filterable<Eip> {
  const seen = (eip: Eip): Association | null => account.seenAs(eip.association, 'shown');
  return {
    'allocation-id': ({ id }) => [id],
    'public-ip': ({ ip }) => [ip],
    'association-id': (eip) => [seen(eip)?.id ?? ''],
    'network-interface-id': (eip) => [seen(eip)?.interface ?? ''],
    'private-ip-address': (eip) => [seen(eip)?.ip ?? ''],
    'instance-id': (eip) => [account.interfaces.get(seen(eip)?.interface ?? '')?.instance ?? ''],
  };
}

function addressObject(eip: Eip, account: Account): Value {
  const association = account.seenAs(eip.association, 'shown');
  return {
    publicIp: eip.ip,
    allocationId: eip.id,
    domain: 'vpc',
    ...(association === null ? {} : associated(association, account)),
    publicIpv4Pool: 'amazon',
    networkBorderGroup: account.region,
  };
}

function associated(
  { id, interface: at, ip }: Association,
  account: Account,
): Readonly<Record<string, Value>> {
  return {
    // Left out where the interface is attached to nothing.
    instanceId: account.interfaces.get(at)?.instance ?? undefined,
    associationId: id,
    networkInterfaceId: at,
    networkInterfaceOwnerId: '123456789012',
    privateIpAddress: ip,
  };
}
