import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import type { FailureClass } from '../../../src/core/failure-class.ts';
import { failureOf } from '../../../src/providers/tencent/failures.ts';

/** What the codes of the VPC API ask for, every one of them judged on its own. */
const codes = {
  throttle: `
    LimitExceeded.ActionLimited RequestLimitExceeded
    RequestLimitExceeded.GlobalRegionUinLimitExceeded RequestLimitExceeded.IPLimitExceeded
    RequestLimitExceeded.UinLimitExceeded
  `,
  busy: `
    DesOperation.MutexTaskRunning OperationDenied.MutexTaskRunning ResourceInUse
    ResourceUnavailable UnsupportedOperation.IdempotentProcessing
    UnsupportedOperation.MutexOperationTaskRunning
  `,
  server: `
    FailedOperation FailedOperation.NetDetectTimeOut InternalError InternalError.ModuleError
    InternalServerError ServiceUnavailable
  `,
  reread: `
    FailedOperation.AddressEniInfoNotFound FailedOperation.MasterEniNotFound
    FailedOperation.TaskFailed InvalidAddressIdStatus.NotPermit InvalidInstanceId.AlreadyBindEip
    InvalidNetworkInterfaceId.NotFound InvalidParameterValue.DuplicatedHaVipAssociations
    InvalidParameterValue.InvalidInstanceState InvalidParameterValue.NetworkInterfaceIdNotMatch
    InvalidParameterValue.NetworkInterfaceNotFound InvalidParameterValue.PrivateIpAddressNotMatch
    InvalidPrivateIpAddress.AlreadyBindEip UnauthorizedOperation.AttachmentNotFound
    UnsupportedOperation UnsupportedOperation.AddressStatusNotPermit
    UnsupportedOperation.AttachmentNotFound UnsupportedOperation.BindEIP
    UnsupportedOperation.InstanceStateNotSupported UnsupportedOperation.InvalidState
    UnsupportedOperation.UnbindEIP
  `,
  clock: `
    AuthFailure.SignatureExpire
  `,
  'refresh-credential': `
    AuthFailure.TokenFailure
  `,
  'fatal-auth': `
    AuthFailure.InvalidAuthorization AuthFailure.InvalidSecretId AuthFailure.MFAFailure
    AuthFailure.SecretIdNotFound AuthFailure.SignatureFailure AuthFailure.UnauthorizedOperation
    UnauthorizedOperation
  `,
  fatal: `
    AddressQuotaLimitExceeded.DailyAllocate InvalidAccount.NotSupported InvalidAction
    InvalidAddressId.Blocked InvalidAddressId.NotFound InvalidInstance.NotSupported
    InvalidInstanceId.NotFound InvalidParameter InvalidParameter.Coexist InvalidParameter.Conflict
    InvalidParameter.FilterInvalidKey InvalidParameter.FilterNotDict
    InvalidParameter.FilterValuesNotList InvalidParameter.InvalidFilter InvalidParameterConflict
    InvalidParameterValue InvalidParameterValue.AddressIdMalformed
    InvalidParameterValue.AddressIpNotFound InvalidParameterValue.AddressNotApplicable
    InvalidParameterValue.AddressNotFound InvalidParameterValue.Combination
    InvalidParameterValue.Duplicate InvalidParameterValue.DuplicatePara
    InvalidParameterValue.InstanceDoesNotSupportAnycast
    InvalidParameterValue.InstanceDoesNotSupportEipVisibleOnEni
    InvalidParameterValue.InstanceHasNoWanIP InvalidParameterValue.InstanceHasWanIP
    InvalidParameterValue.InstanceIdMalformed InvalidParameterValue.InstanceNoWanIP
    InvalidParameterValue.InstanceNormalPublicIpBlocked
    InvalidParameterValue.InstanceNotMatchAssociateEni
    InvalidParameterValue.InstanceVpcDoesNotSupportEipVisibleOnEni
    InvalidParameterValue.InvalidDedicatedClusterId
    InvalidParameterValue.InvalidInstanceInternetChargeType InvalidParameterValue.LBAlreadyBindEip
    InvalidParameterValue.LimitExceeded InvalidParameterValue.Malformed
    InvalidParameterValue.MissingAssociateEntity InvalidParameterValue.NetworkInterfaceIdMalformed
    InvalidParameterValue.NetworkInterfaceInstanceNotSupport
    InvalidParameterValue.NotUtf8EncodingError
    InvalidParameterValue.OnlySupportedForMasterNetworkCard
    InvalidParameterValue.ParameterMismatch
    InvalidParameterValue.PrivateIpAddressDoesNotSupportEipVisibleOnEni
    InvalidParameterValue.Range InvalidParameterValue.Reserved
    InvalidParameterValue.ResourceIdMalformed InvalidParameterValue.ResourceNotSupport
    InvalidParameterValue.TooLong LimitExceeded LimitExceeded.InstanceAddressQuota
    LimitExceeded.NumberOfFilters MissingParameter NoSuchVersion OperationDenied.AddressInArrears
    OperationDenied.TrafficExceedThreshold OperationDenied.TrafficValidationFailed
    ResourceInsufficient ResourceInsufficient.Subnet ResourceNotFound
    UnauthorizedOperation.PrimaryIp UnknownParameter UnsupportedOperation.ActionNotFound
    UnsupportedOperation.AddressIpNotSupportInstance
    UnsupportedOperation.IdempotentParameterMismatch
    UnsupportedOperation.IncorrectAddressResourceType UnsupportedOperation.InstanceStatusNotPermit
    UnsupportedOperation.InvalidAction UnsupportedOperation.InvalidAddressInternetChargeType
    UnsupportedOperation.IspNotSupported UnsupportedOperation.PrimaryIp
    UnsupportedOperation.ResourceMismatch UnsupportedOperation.UnsupportedBindLocalZoneEIP
    UnsupportedRegion
  `,
} as const;

type Class = keyof typeof codes;

const ours: Readonly<Record<Class, readonly FailureClass[]>> = {
  throttle: ['throttled'],
  busy: ['busy'],
  server: ['transport'],
  reread: ['stale'],
  clock: ['clock'],
  'refresh-credential': ['credentials'],
  'fatal-auth': ['denied'],
  fatal: ['invalid', 'missing'],
};

const rows = Object.entries(codes).flatMap(([name, list]) =>
  list
    .trim()
    .split(/\s+/)
    .map((code) => ({ code, name: name as Class })),
);

function classOf(code: string, isWrite: boolean): FailureClass {
  return failureOf({ code, message: 'No.' }, { subject: 'EIP eip-11111111', isWrite }).class;
}

describe('a code of the API', () => {
  it.each(rows)('$code is $name', ({ code, name }) => {
    expect(ours[name]).toContain(classOf(code, false));
    // Of a change, nobody knows how far it had got.
    expect(name === 'server' ? ['ambiguous'] : ours[name]).toContain(classOf(code, true));
  });

  it.each([
    ['AuthFailure.Whatever', 'denied'],
    ['UnauthorizedOperation.CamNoAuth', 'denied'],
    ['InternalError.Whatever', 'transport'],
    ['InvalidEniId.NotFound', 'missing'],
    ['SomethingNew', 'invalid'],
  ])('%s, which is not documented, is %s', (code, expected) => {
    expect(classOf(code, false)).toBe(expected);
  });

  it.each([
    ['AuthFailure.SecretIdNotFound', 'Check the secret id: the account knows no such key'],
    ['AuthFailure.UnauthorizedOperation', 'floatip init --policy'],
    ['InvalidParameterValue.InstanceHasWanIP', 'Return the ordinary public IP'],
    ['OperationDenied.AddressInArrears', 'Settle the bill'],
    ['InvalidAddressId.Blocked', 'See in the console why'],
  ])('%s says what to do', (code, hint) => {
    const failure = failureOf({ code, message: 'No.' }, { subject: 'EIP x', isWrite: true });
    expect(failure.message).toBe(`Tencent Cloud answered ${code} for EIP x: No`);
    expect(failure.hint).toContain(hint);
  });
});

const path = `${process.env['FLOATIP_SPEC'] ?? '../shared/spec'}/tencent.error-classes.json`;

describe.skipIf(!existsSync(path))('the list of codes', () => {
  it('is all of them', () => {
    const { classes } = JSON.parse(readFileSync(path, 'utf8'));
    expect(Object.fromEntries(rows.map(({ code, name }) => [code, name]))).toEqual(classes);
  });
});
