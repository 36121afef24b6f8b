import type { GuestChange } from '../core/guest.ts';
import type { AfterReport, FailureReport, Result } from '../core/outcome.ts';
import type { Step } from '../core/plan.ts';
import type { Probed } from '../core/probe.ts';
import type { VrrpEvent } from '../core/vrrp.ts';
import type { Warning } from '../core/warning.ts';
import type { Saying } from './trigger.ts';

/** What is written down for the operator. It informs, it never gates: the cloud is the truth. */
export interface Journal {
  append(entry: Entry): void;
}

/** Who has something done. */
export interface Actor {
  readonly how: 'operator' | 'keepalived' | 'cron' | 'systemd' | 'watch';
  /** Of an operator: who logged in, as whom the command ran if that is another, and where. */
  readonly user?: string;
  readonly as?: string;
  readonly tty?: string;
}

interface Accepted {
  /** What the cloud calls the change it accepted. */
  readonly operation: string;
  /** The cloud's id of the request, for its support. */
  readonly requestId: string | null;
}

export type Entry =
  | ({ readonly type: 'event' } & Pick<VrrpEvent, 'scope' | 'name' | 'state' | 'priority'>)
  | {
      /** A hook could not run floatip, which has found out what it was told later. */
      readonly type: 'unheard';
      /** `MASTER VI_1` */
      readonly event: string;
      readonly reason: string;
      readonly lateMs: number;
    }
  | {
      /** Something other than keepalived says something else from now on. */
      readonly type: 'trigger';
      readonly by: string;
      readonly says: Saying;
      readonly why: string;
      readonly epoch?: string;
    }
  | {
      /** Most controllers of a fleet say that one of its hosts is dead, or well again. */
      readonly type: 'host';
      readonly fleet: string;
      readonly node: string;
      readonly name: string;
      readonly is: 'well' | 'dead';
      /** How many say so, of how many. */
      readonly controllers: number;
      readonly of: number;
    }
  | {
      /** This node sets out to take addresses. */
      readonly type: 'claim';
      readonly cause: string;
      readonly node: string;
      readonly addresses: readonly string[];
    }
  | ({ readonly type: 'write'; readonly address: string; readonly step: Step } & (
      | Accepted
      | { readonly error: FailureReport }
    ))
  | {
      readonly type: 'outcome';
      /** Why the run was made: `MASTER VI_1`, `reconcile`, `assign`. */
      readonly cause: string;
      readonly result: Result;
      /** What the nodes are called, as far as the cloud said. */
      readonly names: Readonly<Record<string, string>>;
    }
  | ({ readonly type: 'probe'; readonly address: string } & Probed)
  | ({ readonly type: 'warning' } & Warning)
  | {
      readonly type: 'contested';
      readonly address: string;
      /** Who has taken it while this node was MASTER, or `null` for nobody. */
      readonly by: string | null;
      readonly losses: number;
      readonly coolOffMs: number;
    }
  | {
      /** The IP of an address was put on an interface of this host, or taken from it, or was to be. */
      readonly type: 'guest';
      readonly address: string;
      readonly ip: string;
      readonly interface: string;
      readonly change: GuestChange;
      readonly error?: FailureReport;
    }
  | ({
      /** A program was run after an address had moved. */
      readonly type: 'after';
      readonly address: string;
      readonly program: string;
    } & AfterReport)
  | {
      /** A channel did not take alerts in the end. */
      readonly type: 'undelivered';
      readonly channel: string;
      readonly alerts: number;
      readonly reason: string;
      readonly hint?: string;
    };

/** An entry as it is read back. */
export type Recorded = Entry & {
  /** ISO 8601. */
  readonly at: string;
  /** The process that wrote it. */
  readonly run: string;
  /** What the operator calls the hosts that share the addresses. */
  readonly cluster?: string;
  /** Who had it done. */
  readonly who?: Actor;
};
