/**
 * The requests of Tencent Cloud's VPC API (2017-03-12) that are understood here, as the vendor
 * describes them; test/emulator/tencent-description.test.ts compares them with the vendor's file.
 */

export const version = '2017-03-12';

export interface Field {
  readonly type: 'string' | 'int' | 'uint' | 'bool' | keyof typeof objects;
  readonly list?: true;
  readonly required?: true;
}

export type Fields = Readonly<Record<string, Field>>;

interface Action {
  /** Requests a second; `null` where the vendor names no limit. */
  readonly perSecond: number | null;
  readonly parameters: Fields;
  readonly filters?: readonly string[];
}

/** What parameters are made of that are neither plain nor lists of plain values. */
export const objects = {
  Filter: {
    Name: { type: 'string', required: true },
    Values: { type: 'string', list: true, required: true },
  },
  HaVipAssociation: {
    InstanceId: { type: 'string', required: true },
    HaVipId: { type: 'string' },
    InstanceType: { type: 'string' },
  },
  PrivateIpAddressSpecification: {
    PrivateIpAddress: { type: 'string' },
    Primary: { type: 'bool' },
    PublicIpAddress: { type: 'string' },
    AddressId: { type: 'string' },
    Description: { type: 'string' },
    IsWanIpBlocked: { type: 'bool' },
    State: { type: 'string' },
    QosLevel: { type: 'string' },
  },
} as const;

export const actions = {
  DescribeAddresses: {
    perSecond: 20,
    parameters: {
      AddressIds: { type: 'string', list: true },
      Filters: { type: 'Filter', list: true },
      Offset: { type: 'int' },
      Limit: { type: 'int' },
    },
    filters: [
      'address-id',
      'address-name',
      'address-ip',
      'address-status',
      'instance-id',
      'private-ip-address',
      'network-interface-id',
      'is-arrears',
      'instance-type',
      'address-type',
      'address-isp',
      'dedicated-cluster-id',
      'tag-key',
      'tag-value',
      'tag:tag-key',
    ],
  },
  AssociateAddress: {
    perSecond: 10,
    parameters: {
      AddressId: { type: 'string', required: true },
      InstanceId: { type: 'string' },
      NetworkInterfaceId: { type: 'string' },
      PrivateIpAddress: { type: 'string' },
      EipDirectConnection: { type: 'bool' },
      InstanceRegion: { type: 'string' },
    },
  },
  DisassociateAddress: {
    perSecond: 10,
    parameters: {
      AddressId: { type: 'string', required: true },
      ReallocateNormalPublicIp: { type: 'bool' },
    },
  },
  DescribeTaskResult: {
    perSecond: 20,
    parameters: { TaskId: { type: 'uint' }, DealName: { type: 'string' } },
  },
  DescribeHaVips: {
    perSecond: 20,
    parameters: {
      HaVipIds: { type: 'string', list: true },
      Filters: { type: 'Filter', list: true },
      Offset: { type: 'uint' },
      Limit: { type: 'uint' },
    },
    filters: [
      'havip-id',
      'havip-name',
      'vpc-id',
      'subnet-id',
      'vip',
      'address-ip',
      'havip-association.instance-id',
      'havip-association.instance-type',
      'check-associate',
      'cdc-id',
      'type',
    ],
  },
  HaVipAssociateAddressIp: {
    perSecond: 20,
    parameters: {
      HaVipId: { type: 'string', required: true },
      AddressIp: { type: 'string', required: true },
    },
  },
  HaVipDisassociateAddressIp: {
    perSecond: 20,
    parameters: { HaVipId: { type: 'string', required: true } },
  },
  AssociateHaVipInstance: {
    perSecond: null,
    parameters: { HaVipAssociationSet: { type: 'HaVipAssociation', list: true, required: true } },
  },
  DisassociateHaVipInstance: {
    perSecond: null,
    parameters: { HaVipAssociationSet: { type: 'HaVipAssociation', list: true, required: true } },
  },
  DescribeNetworkInterfaces: {
    perSecond: 100,
    parameters: {
      NetworkInterfaceIds: { type: 'string', list: true },
      Filters: { type: 'Filter', list: true },
      Offset: { type: 'uint' },
      Limit: { type: 'uint' },
    },
    filters: [
      'vpc-id',
      'subnet-id',
      'network-interface-id',
      'attachment.instance-id',
      'groups.security-group-id',
      'network-interface-name',
      'network-interface-description',
      'address-ip',
      'ip-exact-match',
      'tag-key',
      'tag:tag-key',
      'is-primary',
      'eni-type',
      'eni-qos',
      'address-ipv6',
      'public-address-ip',
      'address-type',
      'termination-protection',
      'traffic-protection',
    ],
  },
  MigratePrivateIpAddress: {
    perSecond: 50,
    parameters: {
      SourceNetworkInterfaceId: { type: 'string', required: true },
      DestinationNetworkInterfaceId: { type: 'string', required: true },
      PrivateIpAddress: { type: 'string', required: true },
    },
  },
  AssignPrivateIpAddresses: {
    perSecond: 100,
    parameters: {
      NetworkInterfaceId: { type: 'string', required: true },
      PrivateIpAddresses: { type: 'PrivateIpAddressSpecification', list: true },
      SecondaryPrivateIpAddressCount: { type: 'uint' },
      QosLevel: { type: 'string' },
      ClientToken: { type: 'string' },
    },
  },
  UnassignPrivateIpAddresses: {
    perSecond: 100,
    parameters: {
      NetworkInterfaceId: { type: 'string', required: true },
      PrivateIpAddresses: { type: 'PrivateIpAddressSpecification', list: true, required: true },
      InstanceId: { type: 'string' },
    },
  },
  DescribeVpcTaskResult: {
    perSecond: 20,
    parameters: { TaskId: { type: 'string', required: true } },
  },
} as const satisfies Readonly<Record<string, Action>>;

export type ActionName = keyof typeof actions;

/** Whether values of a type are objects. */
export function isObjectName(type: Field['type']): type is keyof typeof objects {
  return Object.hasOwn(objects, type);
}

export function isActionName(name: string): name is ActionName {
  return Object.hasOwn(actions, name);
}

export const actionNames: readonly ActionName[] = Object.keys(actions).filter(isActionName);
