import { isFailure } from '../../ports/failure.ts';

/**
 * The API under its name inside a VPC, which works without a public network and while an EIP is on
 * its way; and the public one, for hosts that cannot resolve the first.
 */
const inside = 'https://vpc.internal.tencentcloudapi.com';
const outside = 'https://vpc.tencentcloudapi.com';

/** Where the API is. */
export interface Endpoints {
  /** Base URL without a path. */
  current(): string;
  /** This one cannot be found. Returns whether there is another one, which is current from now on. */
  fallBack(from: string): boolean;
}

export function createEndpoints(configured: string | undefined): Endpoints {
  let current = configured ?? inside;
  return {
    current: () => current,
    fallBack(from) {
      if (configured !== undefined || from === outside) return false;
      current = outside;
      return true;
    },
  };
}

/** Whether a request failed because the name in its URL stands for nothing. */
export function isUnresolved(error: unknown): boolean {
  return isFailure(error, 'transport') && /\b(?:ENOTFOUND|EAI_AGAIN)\b/.test(error.message);
}
