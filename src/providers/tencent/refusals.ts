import { Failure } from '../../ports/failure.ts';
import type { Eip } from './schema.ts';

/**
 * What is not done to an EIP although the API would do it, or would find out too late that it cannot.
 * All throw `invalid`.
 */

/** Refuses to take an EIP from where it is when it cannot be bound anywhere after that. */
export function refuseUnbindable({ AddressId, AddressIp, IsArrears, IsBlocked }: Eip): void {
  const name = `EIP ${AddressId} (${AddressIp})`;
  if (IsArrears) {
    throw new Failure('invalid', `${name} is in arrears, and cannot be bound`, {
      hint: 'Settle the bill of the account, then try again',
    });
  }
  if (IsBlocked) {
    throw new Failure('invalid', `${name} is blocked, and cannot be bound`, {
      hint: 'See in the console why, it may be under attack, and move another EIP meanwhile',
    });
  }
}

/** Refuses to unbind an EIP that would be gone, or that is not a host's. */
export function refuseUnbinding({ AddressId, AddressIp, CascadeRelease }: Eip, from: string): void {
  const name = `EIP ${AddressId} (${AddressIp})`;
  if (CascadeRelease) {
    throw new Failure('invalid', `${name} would be released for good when it is unbound`, {
      hint: 'Turn "release with the instance" (CascadeRelease) off in the console first',
    });
  }
  if (/^(?:ins|eni|havip)-/.test(from)) return;
  throw new Failure('invalid', `${name} is bound to ${from}, which is no host`, {
    hint: 'Unbind it there first, in the console, if it is meant for a host',
  });
}
