import type { Account } from './account.ts';
import type { Handler } from './call.ts';
import { actions } from './description.ts';
import type { NetworkInterface } from './entities.ts';
import { byIds, filtered, pageOf } from './listing.ts';
import type { Filterable } from './listing.ts';
import { unknownInterface } from './resources.ts';
import type { Value } from './xml.ts';

export const describeNetworkInterfaces: Handler<'DescribeNetworkInterfaces'> = ({
  account,
  parameters,
}) => {
  const { NetworkInterfaceId: ids, Filter: filters } = parameters;
  const asked = byIds(account.interfaces, ids, unknownInterface);
  const found = filtered(asked, filters, valuesFor(account));
  const { items, nextToken } = pageOf(found, parameters, actions.DescribeNetworkInterfaces.page);
  return {
    networkInterfaceSet: items.map((one) => interfaceObject(one, account)),
    nextToken,
  };
};

function ipsOf(one: NetworkInterface, account: Account): readonly string[] {
  return [one.primaryIp, ...account.secondaryIps(one, 'shown')];
}

function valuesFor(account: Account): Filterable<NetworkInterface> {
  return {
    'network-interface-id': ({ id }) => [id],
    'vpc-id': ({ vpc }) => [vpc],
    'subnet-id': ({ subnet }) => [subnet],
    'private-ip-address': ({ primaryIp }) => [primaryIp],
    'addresses.private-ip-address': (one) => ipsOf(one, account),
    'attachment.instance-id': ({ instance }) => [instance ?? ''],
    'attachment.device-index': ({ instance, index }) => [instance === null ? '' : String(index)],
  };
}

function interfaceObject(one: NetworkInterface, account: Account): Value {
  return {
    networkInterfaceId: one.id,
    subnetId: one.subnet,
    vpcId: one.vpc,
    ownerId: '123456789012',
    requesterManaged: false,
    status: one.instance === null ? 'available' : 'in-use',
    macAddress: one.mac,
    privateIpAddress: one.primaryIp,
    sourceDestCheck: one.sourceDestCheck,
    ...(one.instance === null ? {} : { attachment: attachmentObject(one, one.instance) }),
    ...associationObject(one, one.primaryIp, account),
    tagSet: [],
    privateIpAddressesSet: ipsOf(one, account).map((ip) => privateIpObject(one, ip, account)),
    interfaceType: 'interface',
  };
}

function privateIpObject(one: NetworkInterface, ip: string, account: Account): Value {
  const isPrimary = ip === one.primaryIp;
  return { privateIpAddress: ip, primary: isPrimary, ...associationObject(one, ip, account) };
}

function attachmentObject({ index }: NetworkInterface, instanceId: string): Value {
  return {
    attachmentId: `eni-attach-${instanceId.slice(-8)}`,
    instanceId,
    instanceOwnerId: '123456789012',
    deviceIndex: index,
    status: 'attached',
    deleteOnTermination: true,
  };
}

/** An ordinary public IP has no allocation. */
function associationObject(
  { id, instance, index, primaryIp }: NetworkInterface,
  ip: string,
  account: Account,
): Readonly<Record<string, Value>> {
  const eip = [...account.eips.values()].find(({ association }) => {
    const shown = account.seenAs(association, 'shown');
    return shown?.interface === id && shown.ip === ip;
  });
  if (eip !== undefined) {
    const { id: associationId } = account.seenAs(eip.association, 'shown') ?? {};
    const ipOwnerId = '123456789012';
    return { association: { publicIp: eip.ip, ipOwnerId, allocationId: eip.id, associationId } };
  }
  const publicIp = account.instances.get(instance ?? '')?.publicIp ?? null;
  if (publicIp === null || index !== 0 || ip !== primaryIp) return {};
  return { association: { publicIp, ipOwnerId: 'amazon' } };
}
