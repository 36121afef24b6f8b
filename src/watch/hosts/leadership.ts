import type { Address } from '../../core/address.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RoleTracker } from '../../triggers/role-tracker.ts';

/** An election that this controller has won. */
export interface Reign {
  readonly epoch: string;
  /** When it found that out. Of the clock's `now()`. */
  readonly since: number;
}

export interface LeadershipOptions {
  /** Any address of the fleet. */
  readonly address: Address;
  readonly roles: Pick<RoleTracker, 'wordOn'>;
  readonly clock: Pick<Clock, 'now'>;
  /** What was known in an election before counts no more. */
  readonly onReign: () => void;
}

/** Whether this controller is the one that moves addresses, asked anew at every moment. */
export class Leadership {
  readonly #options: LeadershipOptions;
  #reign: Reign | undefined;

  constructor(options: LeadershipOptions) {
    this.#options = options;
  }

  /** The one that it has at this moment, the same for as long as nobody else was elected; nothing where it may not act. */
  now(): Reign | undefined {
    const { address, roles, clock, onReign } = this.#options;
    const { says, epoch = '' } = roles.wordOn(address);
    if (says !== 'hold') return undefined;
    if (this.#reign?.epoch !== epoch) {
      this.#reign = { epoch, since: clock.now() };
      onReign();
    }
    return this.#reign;
  }
}
