import type { Secret } from '../lib/secret.ts';
import type { Sending } from '../ports/provider.ts';
import { isTokenRefusal } from './token-refusal.ts';

interface Holder {
  readonly token: Secret;
  readonly renewToken?: (refused: Secret) => boolean;
}

/** Calls the API; where it refuses the token and another one is there by now, once more with that. */
export async function withToken<T>(
  account: Holder,
  noteRefusal: Sending['noteRefusal'],
  call: (token: Secret) => Promise<T>,
): Promise<T> {
  const { token } = account;
  try {
    return await call(token);
  } catch (error) {
    if (!isTokenRefusal(error) || account.renewToken?.(token) !== true) throw error;
    noteRefusal?.();
    return await call(account.token);
  }
}
