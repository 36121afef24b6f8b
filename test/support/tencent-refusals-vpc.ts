import type { RefusalRows } from './refusal-rows.ts';

const filter = (name: string, ...values: string[]) => ({ Name: name, Values: values });
const eleven = Array.from({ length: 11 }, () => filter('vpc-id', 'x'));
const pair = (more: object) => ({
  HaVipAssociationSet: [{ HaVipId: 'havip-22222222', InstanceId: 'ins-bbbbbbbb', ...more }],
});
const migrate = (more: object) => ({
  SourceNetworkInterfaceId: 'eni-aaaaaaaa',
  DestinationNetworkInterfaceId: 'eni-bbbbbbbb',
  PrivateIpAddress: '10.0.4.30',
  ...more,
});

const elevenIps = Array.from({ length: 11 }, (_, index) => `10.0.4.${50 + index}`);
const assigned = (...ips: string[]) => ({
  NetworkInterfaceId: 'eni-aaaaaaaa',
  PrivateIpAddresses: ips.map((PrivateIpAddress) => ({ PrivateIpAddress })),
});
const assign = (PrivateIpAddress: string, { on = 'eni-aaaaaaaa', member = {} } = {}) => ({
  NetworkInterfaceId: on,
  PrivateIpAddresses: [{ PrivateIpAddress, ...member }],
});

/** What the actions of HAVIPs and interfaces refuse. */
export const vpcRefusals: RefusalRows = {
  DescribeHaVips: [
    [
      'InvalidParameter.Coexist',
      'ids and filters',
      { HaVipIds: ['havip-11111111'], Filters: [filter('vip', 'x')] },
    ],
    ['InvalidParameterValue.Malformed', 'no id', { HaVipIds: ['10.0.4.99'] }],
    ['InvalidParameter.FilterInvalidKey', 'no filter', { Filters: [filter('ip', 'x')] }],
    ['InvalidParameterValue.LimitExceeded', 'too many filters', { Filters: eleven }],
  ],
  HaVipAssociateAddressIp: [
    ['MissingParameter', 'no IP', { HaVipId: 'havip-22222222' }],
    [
      'InvalidParameterValue.Malformed',
      'the id of an EIP',
      { HaVipId: 'havip-22222222', AddressIp: 'eip-22222222' },
    ],
    ['ResourceNotFound', 'an unknown IP', { HaVipId: 'havip-22222222', AddressIp: '203.0.113.99' }],
    [
      'ResourceNotFound',
      'an unknown HAVIP',
      { HaVipId: 'havip-99999999', AddressIp: '203.0.113.11' },
    ],
    [
      'UnsupportedOperation.BindEIP',
      'a HAVIP with an EIP',
      { HaVipId: 'havip-11111111', AddressIp: '203.0.113.11' },
    ],
    [
      'UnsupportedOperation.BindEIP',
      'the EIP of another HAVIP',
      { HaVipId: 'havip-22222222', AddressIp: '203.0.113.12' },
    ],
    [
      'UnsupportedOperation',
      'the EIP of an instance',
      { HaVipId: 'havip-22222222', AddressIp: '203.0.113.10' },
    ],
    [
      'UnsupportedOperation.MutexOperationTaskRunning',
      'a HAVIP whose EIP is coming',
      { HaVipId: 'havip-22222222', AddressIp: '203.0.113.11' },
      (cloud) =>
        cloud.call('HaVipAssociateAddressIp', {
          HaVipId: 'havip-22222222',
          AddressIp: '203.0.113.11',
        }),
    ],
  ],
  HaVipDisassociateAddressIp: [
    ['InvalidParameterValue.Malformed', 'an IP', { HaVipId: '10.0.4.99' }],
    ['UnsupportedOperation.UnbindEIP', 'no EIP', { HaVipId: 'havip-22222222' }],
    [
      'UnsupportedOperation.MutexOperationTaskRunning',
      'a HAVIP whose EIP is leaving',
      { HaVipId: 'havip-11111111' },
      (cloud) => cloud.call('HaVipDisassociateAddressIp', { HaVipId: 'havip-11111111' }),
    ],
  ],
  AssociateHaVipInstance: [
    ['MissingParameter', 'no HAVIP', { HaVipAssociationSet: [{ InstanceId: 'ins-bbbbbbbb' }] }],
    ['MissingParameter', 'nothing', { HaVipAssociationSet: [] }],
    ['InvalidParameterValue.Malformed', 'a name', pair({ InstanceId: 'lb2' })],
    ['InvalidParameterValue', 'an unknown type', pair({ InstanceType: 'NAT' })],
    ['InvalidParameterValue.ParameterMismatch', 'another type', pair({ InstanceType: 'ENI' })],
    ['ResourceNotFound', 'an unknown instance', pair({ InstanceId: 'ins-99999999' })],
    [
      'InvalidParameterValue.DuplicatedHaVipAssociations',
      'what is associated',
      pair({ InstanceId: 'ins-aaaaaaaa' }),
    ],
    [
      'InvalidParameterValue.Duplicate',
      'a pair twice',
      { HaVipAssociationSet: [...pair({}).HaVipAssociationSet, ...pair({}).HaVipAssociationSet] },
    ],
    [
      'LimitExceeded',
      'eleven pairs',
      { HaVipAssociationSet: Array.from({ length: 11 }, () => pair({}).HaVipAssociationSet[0]) },
    ],
  ],
  DisassociateHaVipInstance: [['ResourceNotFound', 'what is not associated', pair({})]],
  DescribeNetworkInterfaces: [
    ['ResourceNotFound', 'an unknown id', { NetworkInterfaceIds: ['eni-99999999'] }],
    ['InvalidParameterValue.Malformed', 'no id', { NetworkInterfaceIds: ['x'] }],
    ['InvalidParameter.FilterInvalidKey', 'no filter', { Filters: [filter('ip', 'x')] }],
    [
      'InvalidParameter.Coexist',
      'ids and filters',
      { NetworkInterfaceIds: ['eni-aaaaaaaa'], Filters: [filter('vpc-id', 'x')] },
    ],
  ],
  MigratePrivateIpAddress: [
    ['MissingParameter', 'no destination', { SourceNetworkInterfaceId: 'eni-aaaaaaaa' }],
    ['InvalidParameterValue.Malformed', 'no IP', migrate({ PrivateIpAddress: 'x' })],
    ['InvalidParameterValue.Malformed', 'no interface', migrate({ SourceNetworkInterfaceId: 'x' })],
    [
      'ResourceNotFound',
      'an unknown interface',
      migrate({ SourceNetworkInterfaceId: 'eni-99999999' }),
    ],
    [
      'UnauthorizedOperation.AttachmentNotFound',
      'an IP that is elsewhere',
      migrate({ PrivateIpAddress: '10.0.4.31' }),
    ],
    ['UnauthorizedOperation.PrimaryIp', 'a primary IP', migrate({ PrivateIpAddress: '10.0.4.20' })],
    [
      'UnsupportedOperation',
      'another subnet',
      migrate({ DestinationNetworkInterfaceId: 'eni-b2b2b2b2' }),
    ],
    [
      'UnsupportedOperation',
      'the same interface',
      migrate({ DestinationNetworkInterfaceId: 'eni-aaaaaaaa' }),
    ],
    [
      'UnsupportedOperation.MutexOperationTaskRunning',
      'an IP on its way',
      migrate({}),
      (cloud) => cloud.call('MigratePrivateIpAddress', migrate({})),
    ],
  ],
  AssignPrivateIpAddresses: [
    ['MissingParameter', 'nothing', { NetworkInterfaceId: 'eni-aaaaaaaa' }],
    ['MissingParameter', 'no interface', { PrivateIpAddresses: [] }],
    ['ResourceNotFound', 'an unknown interface', assign('10.0.4.50', { on: 'eni-99999999' })],
    ['InvalidParameter', 'an IP as text', { ...assign('x'), PrivateIpAddresses: ['10.0.4.50'] }],
    ['UnknownParameter', 'an unknown member', assign('10.0.4.50', { member: { Ip: 'x' } })],
    ['InvalidParameterValue.Malformed', 'no IP', assign('x')],
    ['InvalidParameterValue.Malformed', 'no level', { ...assign('10.0.4.50'), QosLevel: 'GOLD' }],
    ['InvalidParameterValue.Range', 'an IP of another subnet', assign('10.0.5.50')],
    ['InvalidParameterValue.Reserved', 'the gateway', assign('10.0.4.1')],
    ['ResourceInUse', 'an IP that is elsewhere', assign('10.0.4.21')],
    ['ResourceInUse', 'the IP of a HAVIP', assign('10.0.4.99')],
    [
      'ResourceInUse',
      'an IP on its way',
      assign('10.0.4.50'),
      (cloud) =>
        cloud.call('AssignPrivateIpAddresses', assign('10.0.4.50', { on: 'eni-bbbbbbbb' })),
    ],
    ['UnsupportedOperation', 'a primary IP', assign('10.0.4.50', { member: { Primary: true } })],
    ['InvalidParameterValue.DuplicatePara', 'an IP twice', assigned('10.0.4.50', '10.0.4.50')],
    ['InvalidParameterValue.LimitExceeded', 'eleven IPs', assigned(...elevenIps)],
    [
      'ResourceInsufficient.Subnet',
      'more than the subnet has',
      { NetworkInterfaceId: 'eni-aaaaaaaa', SecondaryPrivateIpAddressCount: 254 },
    ],
    [
      'UnsupportedOperation.IdempotentProcessing',
      'a token whose request goes on',
      { ...assign('10.0.4.50'), ClientToken: 'x' },
      (cloud) =>
        cloud.call('AssignPrivateIpAddresses', { ...assign('10.0.4.50'), ClientToken: 'x' }),
    ],
    [
      'UnsupportedOperation.IdempotentParameterMismatch',
      'a token of another request',
      { ...assign('10.0.4.51'), ClientToken: 'x' },
      (cloud) =>
        cloud.call('AssignPrivateIpAddresses', { ...assign('10.0.4.50'), ClientToken: 'x' }),
    ],
  ],
  UnassignPrivateIpAddresses: [
    ['MissingParameter', 'no IP', { NetworkInterfaceId: 'eni-aaaaaaaa' }],
    ['MissingParameter', 'an empty list', assigned()],
    ['ResourceNotFound', 'an unknown interface', assign('10.0.4.30', { on: 'eni-99999999' })],
    ['InvalidParameterValue.Malformed', 'no IP address', assign('x')],
    ['InvalidParameterValue.DuplicatePara', 'an IP twice', assigned('10.0.4.30', '10.0.4.30')],
    ['InvalidParameterValue.LimitExceeded', 'eleven IPs', assigned(...elevenIps)],
    ['UnsupportedOperation.AttachmentNotFound', 'an IP that is elsewhere', assign('10.0.4.21')],
    ['UnsupportedOperation', 'a primary IP', assign('10.0.4.20')],
    ['UnsupportedOperation', 'an instance', { ...assign('10.0.4.30'), InstanceId: 'ins-aaaaaaaa' }],
    [
      'UnsupportedOperation.MutexOperationTaskRunning',
      'an IP on its way',
      assign('10.0.4.30'),
      (cloud) => cloud.call('MigratePrivateIpAddress', migrate({})),
    ],
  ],
  DescribeVpcTaskResult: [
    ['ResourceNotFound', 'an unknown task', { TaskId: 'x' }],
    ['InvalidParameter', 'a number', { TaskId: 50_121_411 }],
  ],
};
