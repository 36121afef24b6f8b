import type { FailureReport } from '../core/outcome.ts';
import type { EventState } from '../core/vrrp.ts';
import type { Sight } from '../ports/alarms.ts';

/** The address that a signal is about. */
export interface Subject {
  readonly name: string;
  readonly kind: string;
  readonly ip: string | null;
  /** The VRRP instance or group whose MASTER holds it. */
  readonly follow?: string;
  readonly vip?: string;
}

/** Something that was done or seen, as far as it matters to people. */
export type Signal = { readonly at: number } & (
  | {
      readonly type: 'moved';
      readonly subject: Subject;
      readonly from: string | null;
      readonly to: string | null;
      readonly names: Readonly<Record<string, string>>;
      readonly durationMs: number;
      readonly cause: string;
    }
  | { readonly type: 'held'; readonly subject: Subject }
  | { readonly type: 'released'; readonly subject: Subject }
  | {
      readonly type: 'failed';
      readonly subject: Subject;
      readonly cause: string;
      readonly error: FailureReport;
    }
  | {
      readonly type: 'lost';
      readonly subject: Subject;
      readonly by: string | null;
      readonly losses: number;
    }
  | {
      readonly type: 'told';
      readonly instance: string;
      readonly state: EventState;
      /** Whether an address follows it. */
      readonly isFollowed: boolean;
    }
  | { readonly type: 'seen'; readonly subject: Subject; readonly sight: Sight }
  | { readonly type: 'stray'; readonly subject: Subject }
  | { readonly type: 'looked'; readonly cloud: string; readonly failure?: FailureReport }
  | { readonly type: 'checked'; readonly check: string; readonly failure?: FailureReport }
  /** Time has passed. */
  | { readonly type: 'tick' }
);
