import type { Address } from '../core/address.ts';
import type { FailureReport } from '../core/outcome.ts';
import type { Reading } from '../core/owner.ts';
import type { Entry } from './journal.ts';

/** Hears of what people may have to be told. Hearing costs nothing and never fails. */
export interface Alarms {
  /** What is written into the journal. */
  wrote(entry: Entry): void;
  /** A look at an address; what it found is asked for only where somebody is to be told. */
  saw(address: Address, sight: () => Sight): void;
  /** The `vip` of an address is on an interface here although this node is said not to be MASTER. */
  strayed(address: Address): void;
  /** How a look at a cloud ended: why it could not be read, or nothing. */
  looked(cloud: string, failure?: FailureReport): void;
  /**
   * Whether something of this host is right without which the next takeover may fail: `config`, or what doctor
   * calls it, with the name of the address that it is about. Why it is not, or nothing.
   */
  checked(check: string, failure?: FailureReport): void;
}

/** An address as a look finds it. */
export interface Sight {
  readonly reading: Reading;
  /** Whether this node holds it, with all that belongs on it. */
  readonly isHere: boolean;
  /** Whether this node should hold it. */
  readonly isOurs: boolean;
  /** Whether it was taken from this node of late. */
  readonly isContested: boolean;
  /** Whether its `vip` is on an interface here although keepalived says that this node is not MASTER. */
  readonly isStray: boolean;
}

const ignore = (): void => {};

/** Where nobody is to be told. */
export const noAlarms: Alarms = {
  wrote: ignore,
  saw: ignore,
  strayed: ignore,
  looked: ignore,
  checked: ignore,
};
