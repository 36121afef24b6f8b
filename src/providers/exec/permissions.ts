import type { Policy } from '../policy.ts';

/** floatip itself asks nobody for anything here. */
export function policy(): Policy {
  const text =
    'Your own program: nothing for floatip. What the program is allowed has to be enough to read, assign and unassign the addresses that it is for.\n';
  return { document: {}, text };
}
