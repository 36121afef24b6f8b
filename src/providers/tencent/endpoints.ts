import type { Clock } from '../../ports/clock.ts';
import { isFailure } from '../../ports/failure.ts';

/**
 * The API under its name inside a VPC, which works without a public network and while an EIP is on
 * its way; and the public one, for hosts that cannot resolve the first.
 */
const inside = 'https://vpc.internal.tencentcloudapi.com';
const outside = 'https://vpc.tencentcloudapi.com';

/** How long to do without a name that stands for nothing: a name server may have been mistaken. */
const unknownMs = 60_000;
/** The same where no name server answered. */
const unansweredMs = 1000;

/** Where the API is. */
export interface Endpoints {
  /** All that may be current, the first choice first. */
  readonly all: readonly string[];
  /** Base URL without a path. */
  current(): string;
  /** This one cannot be found. Returns whether there is another one, which is current for a while. */
  fallBack(from: string, error: unknown): boolean;
}

export function createEndpoints(configured: string | undefined, clock: Clock): Endpoints {
  let outsideUntil = clock.now();
  return {
    all: configured === undefined ? [inside, outside] : [configured],
    current: () => configured ?? (clock.now() < outsideUntil ? outside : inside),
    fallBack(from, error) {
      if (configured !== undefined || from === outside) return false;
      outsideUntil = clock.now() + (says(error, 'ENOTFOUND') ? unknownMs : unansweredMs);
      return true;
    },
  };
}

/** Whether a request failed because nobody could say what the name in its URL stands for. */
export function isUnresolved(error: unknown): boolean {
  return says(error, 'ENOTFOUND') || says(error, 'EAI_AGAIN');
}

function says(error: unknown, code: string): boolean {
  return isFailure(error, 'transport') && error.message.split(/\b/).includes(code);
}
