import { Failure } from '../ports/failure.ts';

const tokenRefusals = new WeakSet<object>();

/** Remembers of a failure that the API does not know the token, and passes it on. */
export function noteTokenRefusal(failure: Failure): Failure {
  tokenRefusals.add(failure);
  return failure;
}

/** Whether the API does not know the token, whatever it was to be allowed. */
export function isTokenRefusal(error: unknown): boolean {
  return error instanceof Failure && tokenRefusals.has(error);
}
