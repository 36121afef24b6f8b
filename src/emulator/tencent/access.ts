import type { CloudRequest } from '../exchange.ts';
import type { Credential, Keyring } from './credentials.ts';
import type { ActionName } from './description.ts';
import { Refusal } from './refusal.ts';
import { commonParameter } from './request.ts';
import { authorizationOf, dayOf, signatureOf } from './signature.ts';

/** How far a signature's timestamp may be off. */
const toleranceSeconds = 5 * 60;

export interface AccessOptions {
  readonly keyring: Keyring;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** Who signed a request. Throws when nobody did, or not in a way that counts. */
export function authenticate(request: CloudRequest, { keyring, nowMs }: AccessOptions): Credential {
  const timestamp = timestampOf(request);
  const authorization = authorizationOf(request);
  const credential = keyring.find(authorization.secretId);
  if (credential === undefined) throw new Refusal('AuthFailure.SecretIdNotFound');
  if (Math.abs(nowMs / 1000 - timestamp) > toleranceSeconds) {
    throw new Refusal('AuthFailure.SignatureExpire');
  }
  const signing = { secretKey: credential.secretKey, timestamp };
  const signed = authorization.signature === signatureOf(request, authorization, signing);
  if (!signed || authorization.date !== dayOf(timestamp)) {
    throw new Refusal('AuthFailure.SignatureFailure');
  }
  const token = request.headers['x-tc-token'] ?? '';
  if (token !== (credential.token ?? '') || nowMs >= credential.expiresAtMs) {
    throw new Refusal('AuthFailure.TokenFailure');
  }
  return credential;
}

export function authorize({ actions }: Credential, action: ActionName): void {
  if (actions === undefined || actions.includes(action)) return;
  throw new Refusal(
    'AuthFailure.UnauthorizedOperation',
    `You are not authorized to perform operation (vpc:${action})\nresource (*) has no permission`,
  );
}

function timestampOf(request: CloudRequest): number {
  const text = commonParameter(request, 'Timestamp');
  if (/^\d{1,12}$/.test(text)) return Number(text);
  throw new Refusal('InvalidParameterValue', 'A value specified in `X-TC-Timestamp` is not valid.');
}
