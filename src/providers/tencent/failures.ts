import type { FailureClass } from '../../core/failure-class.ts';
import type { Origin } from '../../lib/secret.ts';
import { Failure, isFailure } from '../../ports/failure.ts';

/** An error of the API, as it says itself. The HTTP status of these is 200. */
export interface ApiError {
  readonly code: string;
  readonly message: string;
}

/**
 * What full error codes mean, where their form does not tell. Prefixes lie: `UnauthorizedOperation.AttachmentNotFound` is no denial,
 * `LimitExceeded.ActionLimited` no quota, and `UnsupportedOperation.MutexOperationTaskRunning` passes
 * where its siblings do not (https://cloud.tencent.com/document/api/215/15694).
 */
const classes: readonly (readonly [FailureClass, readonly string[]])[] = [
  [
    'throttled',
    [
      'RequestLimitExceeded',
      'RequestLimitExceeded.UinLimitExceeded',
      'RequestLimitExceeded.IPLimitExceeded',
      'RequestLimitExceeded.GlobalRegionUinLimitExceeded',
      'LimitExceeded.ActionLimited',
    ],
  ],
  [
    'busy',
    [
      'OperationDenied.MutexTaskRunning',
      'DesOperation.MutexTaskRunning',
      'UnsupportedOperation.MutexOperationTaskRunning',
      'UnsupportedOperation.IdempotentProcessing',
      'ResourceInUse',
      'ResourceUnavailable',
    ],
  ],
  [
    'stale',
    [
      'UnsupportedOperation.AddressStatusNotPermit',
      'InvalidAddressIdStatus.NotPermit',
      'InvalidInstanceId.AlreadyBindEip',
      'InvalidPrivateIpAddress.AlreadyBindEip',
      'UnsupportedOperation.BindEIP',
      'UnsupportedOperation.UnbindEIP',
      'UnauthorizedOperation.AttachmentNotFound',
      'UnsupportedOperation.AttachmentNotFound',
      'InvalidParameterValue.NetworkInterfaceIdNotMatch',
      'InvalidParameterValue.PrivateIpAddressNotMatch',
      'InvalidParameterValue.NetworkInterfaceNotFound',
      'InvalidParameterValue.InvalidInstanceState',
      'InvalidParameterValue.DuplicatedHaVipAssociations',
      'InvalidNetworkInterfaceId.NotFound',
      'FailedOperation.AddressEniInfoNotFound',
      'FailedOperation.MasterEniNotFound',
      'FailedOperation.TaskFailed',
      'UnsupportedOperation',
      'UnsupportedOperation.InstanceStateNotSupported',
      'UnsupportedOperation.InvalidState',
    ],
  ],
  ['transport', ['FailedOperation', 'FailedOperation.NetDetectTimeOut']],
  ['clock', ['AuthFailure.SignatureExpire']],
  ['credentials', ['AuthFailure.TokenFailure']],
];

const classOfCode: ReadonlyMap<string, FailureClass> = new Map(
  classes.flatMap(([name, codes]) => codes.map((code) => [code, name] as const)),
);

/** Codes that are refusals of the account, in spite of siblings that are not. */
const denied = /^(?:AuthFailure(?:\.|$)|UnauthorizedOperation$|UnauthorizedOperation\.Cam)/;
const serverTrouble = /^(?:InternalError|InternalServerError|ServiceUnavailable)(?:\.|$)/;
const notFound = /(?:NotFound|NotExist)$/;

/** What a request was about. */
export interface Asked {
  /** The address or thing, in words for the operator. */
  readonly subject: string;
  /** Whether it was to change something. */
  readonly isWrite: boolean;
  /** Where the key pair comes from, where somebody gave one. */
  readonly origin?: Origin | undefined;
}

const keyRefusals = new WeakSet<object>();

/** Whether the API does not know the key pair, whatever it was to be allowed. */
export function isKeyRefusal(error: unknown): boolean {
  return error instanceof Failure && keyRefusals.has(error);
}

const keyRefusal =
  /^AuthFailure\.(?:SecretIdNotFound|SignatureFailure|InvalidSecretId|TokenFailure)$/;

/** An error that the API reports, as a `Failure`. */
export function failureOf(error: ApiError, asked: Asked): Failure {
  const { code } = error;
  const { origin } = asked;
  const failure = plainFailureOf(error, asked);
  const { class: failureClass, message, hint } = failure;
  if (!isFailure(failure, 'denied', 'credentials') || origin === undefined) return failure;
  const advice = [hint, keyRefusal.test(code) ? origin.hint : undefined].filter(Boolean).join('; ');
  const told = new Failure(failureClass, `${message}; the key is that of ${origin.text}`, {
    hint: advice === '' ? undefined : advice,
  });
  if (keyRefusal.test(code)) keyRefusals.add(told);
  return told;
}

function plainFailureOf({ code, message }: ApiError, { subject, isWrite }: Asked): Failure {
  const text = `Tencent Cloud answered ${code} for ${subject}: ${message.replace(/\.$/, '')}`;
  const given = classOf(code);
  // Trouble inside says nothing of how far the change had got.
  const failureClass = isWrite && given === 'transport' ? 'ambiguous' : given;
  return new Failure(failureClass, text, { hint: hints[code] ?? hintOfClass[failureClass] });
}

function classOf(code: string): FailureClass {
  const known = classOfCode.get(code);
  if (known !== undefined) return known;
  if (denied.test(code)) return 'denied';
  if (serverTrouble.test(code)) return 'transport';
  return notFound.test(code) ? 'missing' : 'invalid';
}

const hintOfClass: Readonly<Partial<Record<FailureClass, string>>> = {
  denied: 'Give the key or role the policy that this prints: floatip init --policy',
  missing: 'Check the id or IP, the region, and that the key belongs to the account that owns it',
  clock: 'Set the clock of this host: it is more than five minutes off',
};

const hints: Readonly<Record<string, string>> = {
  'AuthFailure.SecretIdNotFound': 'Check the secret id: the account knows no such key',
  'AuthFailure.SignatureFailure': 'Check the secret key: it does not belong to the secret id',
  'AuthFailure.TokenFailure':
    'Check TENCENTCLOUD_TOKEN, or that the role is still bound to the host',
  'InvalidAddressId.Blocked':
    'See in the console why, it may be under attack, and move another EIP meanwhile',
  'OperationDenied.AddressInArrears': 'Settle the bill of the account, then try again',
  UnsupportedRegion: 'Check TENCENTCLOUD_REGION, or region in providers.tencent',
  'InvalidParameterValue.InstanceHasWanIP':
    'Return the ordinary public IP of the instance first, in the console: an EIP cannot replace it',
};
