import type { CloudRequest } from '../exchange.ts';
import type { ActionName } from './description.ts';
import type { Credential, Keyring } from './keyring.ts';
import { Refusal } from './refusal.ts';
import { authorizationOf, signatureOf, signedAtMs } from './signature.ts';
import type { Authorization } from './signature.ts';

/** How far the time of a signature may be off. */
const toleranceMs = 300_000;

export interface AccessOptions {
  readonly keyring: Keyring;
  readonly service: 'ec2' | 'sts';
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** Both services say otherwise what is wrong with a signature. EC2 says of a clock that is ahead what it says of a wrong key. */
const refusals = {
  ec2: {
    unknown: 'AuthFailure',
    late: 'RequestExpired',
    early: 'AuthFailure',
    wrong: 'AuthFailure',
    ended: 'RequestExpired',
  },
  sts: {
    unknown: 'InvalidClientTokenId',
    late: 'SignatureDoesNotMatch',
    early: 'SignatureDoesNotMatch',
    wrong: 'SignatureDoesNotMatch',
    ended: 'ExpiredToken',
  },
} as const;

/** Who signed a request. Throws when nobody did, or not in a way that counts. */
export function authenticate(request: CloudRequest, options: AccessOptions): Credential {
  const { keyring, service, nowMs } = options;
  const refuseAs = refusals[service];
  const authorization = authorizationOf(request);
  const atMs = signedAtMs(request, authorization);
  const credential = keyring.find(authorization.accessKeyId);
  if (credential === undefined) throw new Refusal(refuseAs.unknown);
  if (nowMs - atMs > toleranceMs) throw new Refusal(refuseAs.late);
  if (atMs - nowMs > toleranceMs) throw new Refusal(refuseAs.early);
  const { secretAccessKey } = credential;
  const expected = signatureOf(request, authorization, secretAccessKey);
  if (!isInScope(authorization, options) || authorization.signature !== expected)
    throw new Refusal(refuseAs.wrong);
  const token = request.headers['x-amz-security-token'] ?? '';
  if (token !== (credential.sessionToken ?? '')) throw new Refusal(refuseAs.unknown);
  if (nowMs >= credential.expiresAtMs) throw new Refusal(refuseAs.ended);
  return credential;
}

function isInScope(
  { service, region }: Authorization,
  wanted: Pick<AccessOptions, 'service' | 'region'>,
): boolean {
  return service === wanted.service && region === wanted.region;
}

export function authorize({ actions }: Credential, action: ActionName): void {
  if (actions === undefined || actions.includes(action)) return;
  throw new Refusal(
    'UnauthorizedOperation',
    `You are not authorized to perform this operation. User is not authorized to perform: ec2:${action} because no identity-based policy allows the ec2:${action} action`,
  );
}
