import type { Address } from '../core/address.ts';
import type { VerdictInFleet } from '../core/fleet-verdict.ts';
import type { Health } from './reconcile-loop.ts';
import type { Takeovers, TakingOver } from './takeovers.ts';

/** The fleets between whose hosts this one moves addresses, while it leads their controllers. */
export interface Fleets extends Pick<Takeovers, 'takingOver' | 'finish' | 'stop'> {
  /** Something has changed: who leads, or how a host is. */
  wake(fleet: string): void;
  /** Whether a write of this process may be on its way. */
  isBusy(fleet: string): boolean;
  health(cloud: string): Health | undefined;
  readonly verdictOf: VerdictInFleet;
  /** Goes on until the signal aborts. */
  run(): Promise<void>;
}

/** Few hosts move addresses between others: what that takes is loaded where it runs, if it is needed at all. */
export function fleetsFrom(open: (() => Promise<Fleets>) | undefined): Fleets {
  let opened: Fleets | undefined;
  return {
    wake: (fleet) => opened?.wake(fleet),
    isBusy: (fleet) => opened?.isBusy(fleet) === true,
    takingOver: (address: Address): TakingOver | undefined => opened?.takingOver(address),
    health: (cloud) => opened?.health(cloud),
    verdictOf: (address, reading) => opened?.verdictOf(address, reading),
    async run() {
      opened = await open?.();
      await opened?.run();
    },
    async finish() {
      await opened?.finish();
    },
    async stop() {
      await opened?.stop();
    },
  };
}

/** Of two that look after addresses of one cloud, the one that cannot. */
export function worse(one: Health | undefined, other: Health | undefined): Health | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.failure === undefined && other.failure !== undefined ? other : one;
}
