import type { CloudReply, CloudRequest } from './exchange.ts';
import type { Fault } from './faults.ts';

/** The services of one vendor. */
export interface Vendor {
  /** Lets everything take effect whose time has come. */
  settle(): void;
  /** Carries out a request; the faults that it meets may decide how that goes on. */
  answer(request: CloudRequest, met: readonly Fault[]): CloudReply;
}
