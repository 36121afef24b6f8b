import type { FailureClass } from '../core/failure-class.ts';

/** What a refusal of an API means. `unusable` is a request that the API did not get through. */
export type Meaning = FailureClass | 'unusable';

/** By the status of HTTP, where a cloud says nothing that would tell more. */
export function meaningOfStatus(status: number): Meaning {
  switch (status) {
    case 401:
    case 403:
      return 'denied';
    case 404:
      return 'missing';
    case 409:
    case 423:
      return 'busy';
    case 429:
      return 'throttled';
    case 408:
      return 'unusable';
    default:
      return status >= 500 ? 'unusable' : 'invalid';
  }
}
