import type { FailureClass } from '../../core/failure-class.ts';
import type { Origin } from '../../lib/secret.ts';
import { Failure } from '../../ports/failure.ts';
import { noteTokenRefusal } from '../token-refusal.ts';

/** An error of the API, as it says itself. */
export interface ApiError {
  readonly code: string;
  readonly message: string;
}

/** What a request was about. */
export interface Asked {
  /** The address or thing, in words for the operator. */
  readonly subject: string;
  /** Whether it was to change something. */
  readonly isWrite: boolean;
  /** Where the key pair comes from, where somebody gave one. */
  readonly origin?: Origin | undefined;
  /** Whether the date of the answer says that this host's clock is why. */
  readonly isClockOff: boolean;
  /** Whether the credentials are temporary ones, which end. */
  readonly isTemporary: boolean;
}

/**
 * What codes mean, where their form does not tell (EC2 Developer Guide, "Error codes"). Everything that is found
 * nowhere is `invalid`.
 */
const classes: readonly (readonly [FailureClass, readonly string[]])[] = [
  [
    'throttled',
    ['RequestLimitExceeded', 'Throttling', 'ThrottlingException', 'RequestThrottled', 'SlowDown'],
  ],
  ['busy', ['IncorrectInstanceState', 'IncorrectState', 'Client.IncorrectState']],
  ['stale', ['Resource.AlreadyAssociated', 'InvalidAssociationID.NotFound']],
  [
    'transport',
    [
      'InternalError',
      'InternalFailure',
      'ServerInternal',
      'ServiceUnavailable',
      'Unavailable',
      'RequestTimeout',
    ],
  ],
  ['denied', ['UnauthorizedOperation', 'AccessDenied', 'Blocked', 'OptInRequired']],
];

const classOfCode: ReadonlyMap<string, FailureClass> = new Map(
  classes.flatMap(([name, codes]) => codes.map((code) => [code, name] as const)),
);

/** The account does not know who signed. A clock that is off looks the same (@smithy/service-error-classification). */
const keyRefusals = new Set([
  'AuthFailure',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'UnrecognizedClientException',
  'MissingAuthenticationToken',
  'IncompleteSignature',
]);
/** What was signed, or signed with, is too old. */
const expiries = new Set([
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'ExpiredToken',
  'ExpiredTokenException',
]);

/** An error that the API reports, as a `Failure`. */
export function failureOf(error: ApiError, asked: Asked): Failure {
  const { code } = error;
  const { subject, isWrite, origin } = asked;
  const text = `AWS answered ${code} for ${subject}: ${error.message.replace(/\.$/, '')}`;
  const given = classOf(code, asked);
  // Trouble inside says nothing of how far the change had got.
  const failureClass = isWrite && given === 'transport' ? 'ambiguous' : given;
  const isAboutKey = keyRefusals.has(code) || expiries.has(code);
  if (failureClass === 'clock' || !isAboutKey) {
    return new Failure(failureClass, text, { hint: hints.get(code) ?? hintOfClass[failureClass] });
  }
  const told = origin === undefined ? text : `${text}; the key is that of ${origin.text}`;
  const hint = [checkKey(asked), origin?.hint].filter(Boolean).join('; ');
  return noteTokenRefusal(new Failure(failureClass, told, { hint }));
}

function classOf(code: string, { isWrite, isClockOff, isTemporary }: Asked): FailureClass {
  const known = classOfCode.get(code);
  if (known !== undefined) return known;
  const isKeyRefusal = keyRefusals.has(code);
  if (isKeyRefusal || expiries.has(code)) {
    if (isClockOff) return 'clock';
    return isTemporary ? 'credentials' : 'denied';
  }
  if (!code.endsWith('.NotFound')) return 'invalid';
  // It was there a moment ago: the next look says whether it still is.
  return isWrite && !isOfTarget(code) ? 'stale' : 'missing';
}

function isOfTarget(code: string): boolean {
  return /^Invalid(?:NetworkInterface|NetworkInterfaceID|InstanceID)\./.test(code);
}

function checkKey({ isTemporary, origin }: Asked): string {
  if (origin === undefined) return 'Check that the role is still bound to the instance';
  return isTemporary
    ? 'Get new temporary credentials: these have ended, or AWS_SESSION_TOKEN is not theirs'
    : 'Check the access key id and the secret access key: the account does not know the pair';
}

const hintOfClass: Readonly<Partial<Record<FailureClass, string>>> = {
  denied: 'Give the key or role the policy that this prints: floatip init --policy',
  missing: 'Check the id or IP, the region, and that the key belongs to the account that owns it',
  clock: 'Set the clock of this host: it is more than five minutes off',
};

const hints: ReadonlyMap<string, string> = new Map([
  [
    'OptInRequired',
    'Enable the region for the account, or check AWS_REGION, or region in providers.aws',
  ],
  [
    'PrivateIpAddressLimitExceeded',
    'Free a private IP of the network interface, or take a larger type of instance',
  ],
  ['Gateway.NotAttached', 'Attach an internet gateway to the VPC: without one no Elastic IP works'],
]);
