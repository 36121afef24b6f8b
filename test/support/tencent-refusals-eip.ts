import type { RefusalRows } from './refusal-rows.ts';

const many = Array.from({ length: 101 }, () => 'eip-11111111');
const filter = (name: string, ...values: string[]) => ({ Name: name, Values: values });
const eleven = Array.from({ length: 11 }, () => filter('vpc-id', 'x'));
const bind = (more: object) => ({ AddressId: 'eip-22222222', ...more });

/** What the EIP actions refuse. */
export const eipRefusals: RefusalRows = {
  DescribeAddresses: [
    ['UnknownParameter', 'an unknown parameter', { AddressId: 'x' }],
    ['UnknownParameter', 'an unknown member', { Filters: [{ ...filter('a'), Op: 1 }] }],
    ['MissingParameter', 'a filter without values', { Filters: [{ Name: 'a' }] }],
    ['InvalidParameter', 'a number as text', { Limit: '20' }],
    ['InvalidParameter', 'text for a list', { AddressIds: 'eip-11111111' }],
    ['InvalidParameter', 'null', { AddressIds: null }],
    ['InvalidParameter', 'a list for an object', [1]],
    ['InvalidParameterValue.LimitExceeded', 'too high a limit', { Limit: 101 }],
    ['InvalidParameterValue.LimitExceeded', 'a limit of 0', { Limit: 0 }],
    ['InvalidParameterValue.LimitExceeded', 'too many ids', { AddressIds: many }],
    ['InvalidParameterValue.AddressIdMalformed', 'no id', { AddressIds: ['x'] }],
    ['InvalidParameter.InvalidFilter', 'no filter', { Filters: [filter('ip', 'x')] }],
    ['LimitExceeded.NumberOfFilters', 'too many filters', { Filters: eleven }],
    [
      'InvalidParameterValue.LimitExceeded',
      'too many values',
      { Filters: [filter('address-id', ...many)] },
    ],
    [
      'InvalidParameter',
      'ids twice',
      { AddressIds: ['eip-11111111'], Filters: [filter('address-id', 'eip-11111111')] },
    ],
  ],
  AssociateAddress: [
    ['MissingParameter', 'no EIP', { InstanceId: 'ins-bbbbbbbb' }],
    ['InvalidParameterValue.AddressIdMalformed', 'an IP', bind({ AddressId: '203.0.113.10' })],
    ['InvalidAddressId.NotFound', 'an unknown EIP', bind({ AddressId: 'eip-99999999' })],
    ['InvalidParameterValue.MissingAssociateEntity', 'no target', bind({})],
    [
      'InvalidParameterConflict',
      'two targets',
      bind({ InstanceId: 'ins-bbbbbbbb', NetworkInterfaceId: 'eni-bbbbbbbb' }),
    ],
    [
      'InvalidParameterValue.Combination',
      'an instance and an IP',
      bind({ InstanceId: 'ins-bbbbbbbb', PrivateIpAddress: '10.0.4.21' }),
    ],
    [
      'MissingParameter',
      'an interface without an IP',
      bind({ NetworkInterfaceId: 'eni-bbbbbbbb' }),
    ],
    ['InvalidParameterValue.InstanceIdMalformed', 'a name', bind({ InstanceId: 'lb2' })],
    ['InvalidInstanceId.NotFound', 'an unknown instance', bind({ InstanceId: 'ins-99999999' })],
    [
      'InvalidNetworkInterfaceId.NotFound',
      'an IP that is elsewhere',
      bind({ NetworkInterfaceId: 'eni-bbbbbbbb', PrivateIpAddress: '10.0.4.20' }),
    ],
    [
      'InvalidNetworkInterfaceId.NotFound',
      'an unknown interface',
      bind({ NetworkInterfaceId: 'eni-99999999', PrivateIpAddress: '10.0.4.20' }),
    ],
    [
      'InvalidAddressId.Blocked',
      'a blocked EIP',
      bind({ AddressId: 'eip-blocked1', InstanceId: 'ins-bbbbbbbb' }),
    ],
    [
      'OperationDenied.AddressInArrears',
      'an EIP in arrears',
      bind({ AddressId: 'eip-arrears1', InstanceId: 'ins-bbbbbbbb' }),
    ],
    [
      'UnsupportedOperation.AddressStatusNotPermit',
      'an EIP that is bound',
      bind({ AddressId: 'eip-11111111', InstanceId: 'ins-bbbbbbbb' }),
    ],
    [
      'UnsupportedOperation.AddressStatusNotPermit',
      'the EIP of a HAVIP',
      bind({ AddressId: 'eip-33333333', InstanceId: 'ins-bbbbbbbb' }),
    ],
    [
      'InvalidInstanceId.AlreadyBindEip',
      'an instance with an EIP',
      bind({ InstanceId: 'ins-aaaaaaaa' }),
    ],
    [
      'InvalidPrivateIpAddress.AlreadyBindEip',
      'a private IP with an EIP',
      bind({ NetworkInterfaceId: 'eni-aaaaaaaa', PrivateIpAddress: '10.0.4.20' }),
    ],
    [
      'InvalidParameterValue.InstanceHasWanIP',
      'an instance with an ordinary public IP',
      bind({ InstanceId: 'ins-cccccccc' }),
    ],
    [
      'InvalidParameterValue.ResourceNotSupport',
      'a direct connection',
      bind({ InstanceId: 'ins-bbbbbbbb', EipDirectConnection: true }),
    ],
    [
      'OperationDenied.MutexTaskRunning',
      'an EIP on its way',
      bind({ InstanceId: 'ins-bbbbbbbb' }),
      (cloud) => cloud.call('AssociateAddress', bind({ InstanceId: 'ins-bbbbbbbb' })),
    ],
    [
      'OperationDenied.MutexTaskRunning',
      'an instance whose EIP is leaving',
      bind({ InstanceId: 'ins-aaaaaaaa' }),
      (cloud) => cloud.call('DisassociateAddress', { AddressId: 'eip-11111111' }),
    ],
  ],
  DisassociateAddress: [
    ['InvalidAddressId.NotFound', 'an unknown EIP', { AddressId: 'eip-99999999' }],
    ['UnsupportedOperation.AddressStatusNotPermit', 'a free EIP', { AddressId: 'eip-22222222' }],
    ['InvalidInstance.NotSupported', 'the EIP of a HAVIP', { AddressId: 'eip-33333333' }],
    [
      'InvalidParameterValue.OnlySupportedForMasterNetworkCard',
      'an ordinary IP for a secondary address',
      { AddressId: 'eip-cascade1', ReallocateNormalPublicIp: true },
    ],
    [
      'OperationDenied.MutexTaskRunning',
      'an EIP on its way',
      { AddressId: 'eip-11111111' },
      (cloud) => cloud.call('DisassociateAddress', { AddressId: 'eip-11111111' }),
    ],
  ],
  DescribeTaskResult: [
    ['MissingParameter', 'no task', {}],
    ['InvalidParameter', 'a task id as text', { TaskId: '50121411' }],
    ['InvalidParameter', 'a negative task id', { TaskId: -1 }],
    ['InvalidParameter', 'an unknown task', { TaskId: 1 }],
  ],
};
