import type { Account } from './account.ts';
import type { Handler } from './call.ts';
import type { Eip, Instance, Place } from './entities.ts';
import { checkIds, is, isFirst, isFlag, isNever, pageOf, select } from './listing.ts';
import type { Tests } from './listing.ts';
import { Refusal } from './refusal.ts';
import { createdAt } from './times.ts';

export const describeAddresses: Handler<'DescribeAddresses'> = ({ account, parameters }) => {
  const { AddressIds: ids, Filters: filters = [] } = parameters;
  if (ids !== undefined) {
    checkIds(ids, 'eip', 'InvalidParameterValue.AddressIdMalformed');
    if (filters.some(({ Name: name }) => name === 'address-id')) {
      throw new Refusal(
        'InvalidParameter',
        'AddressIds and the filter address-id exclude each other.',
      );
    }
  }
  const all = [
    ...[...account.eips.values()].map((eip) => renderEip(eip, account)),
    ...[...account.instances.values()].flatMap((instance) => renderWanIp(instance, account)),
  ];
  // Ordinary public IPs are shown to those only who ask for them by their type.
  const asked = filters.some(({ Name: name }) => name === 'address-type')
    ? all
    : all.filter(({ AddressType: type }) => type !== 'WanIP');
  const listed = ids === undefined ? asked : asked.filter(({ AddressId: id }) => ids.includes(id));
  const found = select(listed, { action: 'DescribeAddresses', filters, tests });
  return { TotalCount: found.length, AddressSet: pageOf(found, parameters) };
};

const tests: Tests<'DescribeAddresses', Address> = {
  'address-id': is(({ AddressId: id }) => id),
  'address-name': isFirst(({ AddressName: name }) => name),
  'address-ip': is(({ AddressIp: ip }) => ip),
  'address-status': is(({ AddressStatus: status }) => status),
  'instance-id': is(({ InstanceId: instance }) => instance),
  'private-ip-address': isFirst(({ PrivateAddressIp: ip }) => ip),
  'network-interface-id': is(({ NetworkInterfaceId: id }) => id),
  'is-arrears': isFlag(({ IsArrears: arrears }) => arrears),
  'instance-type': is(({ InstanceType: type }) => type),
  'address-type': is(({ AddressType: type }) => type),
  'address-isp': is(() => 'BGP'),
  'dedicated-cluster-id': isNever,
  'tag-key': isNever,
  'tag-value': isNever,
  'tag:tag-key': isNever,
};

interface Bound {
  readonly InstanceId: string | null;
  readonly InstanceType: 'CVM' | 'ENI' | 'HAVIP' | null;
  readonly NetworkInterfaceId: string | null;
  readonly PrivateAddressIp: string | null;
}

interface Address extends Bound {
  readonly AddressId: string;
  readonly AddressName: string;
  readonly AddressIp: string;
  readonly AddressStatus: string;
  readonly AddressType: 'EIP' | 'WanIP';
  readonly IsArrears: boolean;
  readonly IsBlocked: boolean;
  readonly CascadeRelease: boolean;
}

function renderEip(eip: Eip, account: Account): Address {
  return {
    ...common,
    ...renderPlace(account.placeOf(eip), account),
    AddressId: eip.id,
    AddressName: eip.id,
    AddressIp: eip.ip,
    AddressStatus: account.statusOf(eip),
    AddressType: 'EIP',
    IsArrears: eip.arrears,
    IsBlocked: eip.blocked,
    CascadeRelease: eip.cascadeRelease,
  };
}

/** The vendor gives ordinary public IPs an id like that of an EIP. */
function renderWanIp({ id, publicIp }: Instance, account: Account): readonly Address[] {
  const primary = account.primaryOf(id);
  if (publicIp === null || primary === undefined) return [];
  const address: Address = {
    ...common,
    ...renderPlace(primary, account),
    AddressId: `eip-${id.slice(-4)}${id.slice(-8, -4)}`,
    AddressName: '',
    AddressIp: publicIp,
    AddressStatus: 'BIND',
    AddressType: 'WanIP',
    IsArrears: false,
    IsBlocked: false,
    CascadeRelease: false,
  };
  return [address];
}

function renderPlace(place: Place | null, account: Account): Bound {
  if (place === null) return unbound;
  if (place.type === 'havip') {
    const vip = account.havips.get(place.havip)?.ip ?? null;
    return { ...unbound, InstanceId: place.havip, InstanceType: 'HAVIP', PrivateAddressIp: vip };
  }
  const instance = account.instanceAt(place);
  return {
    InstanceId: instance?.id ?? place.interface,
    InstanceType: instance === undefined ? 'ENI' : 'CVM',
    NetworkInterfaceId: place.interface,
    PrivateAddressIp: place.ip,
  };
}

/** The description says nothing of an InstanceId that is null, the vendor's own examples have it. */
const unbound: Bound = {
  InstanceId: null,
  InstanceType: null,
  NetworkInterfaceId: null,
  PrivateAddressIp: null,
};

const common = {
  CreatedTime: createdAt,
  IsEipDirectConnection: false,
  EipAlgType: { Ftp: true, Sip: true },
  LocalBgp: false,
  Egress: 'center_egress1',
  BandwidthPackageId: null,
  InternetChargeType: 'TRAFFIC_POSTPAID_BY_HOUR',
  Bandwidth: 1,
  DeadlineDate: null,
  InternetServiceProvider: 'BGP',
  TagSet: [],
};
