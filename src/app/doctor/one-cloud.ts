import type { Address } from '../../core/address.ts';
import type { CheckId } from '../../ports/check-ids.ts';
import type { Check } from '../../ports/check.ts';
import type { Connection } from '../../providers/connection.ts';
import type { Session } from '../session.ts';
import type { Examination } from './examination.ts';

/** A cloud, and the addresses that it has. */
export interface OneCloud {
  readonly connection: Connection;
  readonly addresses: readonly Address[];
  readonly session: Session;
  readonly signal: AbortSignal;
}

export type Look = (of: OneCloud, find: (check: Check) => void) => Promise<void>;

/** What is found out about these ids by looking at each cloud. */
export type ForEachCloud = (ids: readonly CheckId[], look: Look) => Examination;
