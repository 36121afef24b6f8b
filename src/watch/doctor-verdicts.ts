import type { Check } from '../ports/check.ts';

/** What doctor says of one thing, which it may have looked at several times: at each cloud, of each peer. */
export interface Verdict {
  /** The id of the check, with the name of the address that it is about. */
  readonly key: string;
  /** What fails; where it is not clear, what failed before. */
  readonly fails: readonly Check[];
  /** Not all of it could be looked at, so that what was known goes on. */
  readonly isUnclear: boolean;
}

export function keyOf({ id, address }: Check): string {
  return address === undefined ? id : `${id} ${address}`;
}

/** What has become of all that was looked at, and of what failed before. */
export function verdictsOf(checks: readonly Check[], before: readonly Check[]): readonly Verdict[] {
  // What is skipped is about no address in particular.
  const skipped = new Set(checks.filter(isSkipped).map(({ id }) => id));
  const seen = checks.filter((check) => !isSkipped(check));
  const idOf = new Map([...before, ...seen].map((check) => [keyOf(check), check.id]));
  return [...idOf].map(([key, id]) => {
    const ofKey = (check: Check): boolean => isFail(check) && keyOf(check) === key;
    const fails = seen.filter(ofKey);
    const isUnclear = fails.length === 0 && skipped.has(id);
    return { key, isUnclear, fails: isUnclear ? before.filter(ofKey) : fails };
  });
}

function isFail({ status }: Check): boolean {
  return status === 'fail';
}

function isSkipped({ status }: Check): boolean {
  return status === 'skipped';
}
