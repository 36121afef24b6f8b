import type { EventOrder, Teller } from '../core/vrrp.ts';
import type { Sending } from './provider.ts';

/** The host that this process runs on, as far as it has to be asked. */
export interface Host {
  /** This process. */
  readonly start: EventOrder;
  /** When keepalived started the hook that this process runs for: this process where no script is in between. */
  hookStart(): EventOrder;
  /** How late it is, on the clock that dates processes. */
  ticks(): number;
  /** How late it was then. Milliseconds since 1970, on the wall clock. */
  ticksAt(wallMs: number): number;
  /**
   * Where something that happens now, or happened so many milliseconds ago, stands in the order of
   * processes that are started.
   */
  orderNow(agoMs?: number): EventOrder;
  /** Whether that very process, and not just one with the same id, is still there. */
  isAlive(process: EventOrder): boolean;
  /** Whether a keepalived is gone for certain. */
  hasEnded(keepalived: Teller): boolean;
  /** The keepalived that started this process, if one did. */
  keepalivedAbove(): Teller | undefined;
  /** The keepalived that has a FIFO open, where that can be seen. Takes milliseconds. */
  keepalivedAt(fifo: string): Teller | undefined;
  /** Why the one that has a FIFO open, or started this process, is not to be seen; nothing where it need not be. */
  whyUnseen(fifo?: string): string | undefined;
  /** Why it would not be found out that one is killed; nothing where it would. */
  whyOutOfSight(keepalived: Teller): string | undefined;
  /** Whether two that tell are two keepalived, and both live. */
  areTwo(one: Teller, other: Teller): boolean;
  /** The keepalived that runs in the network of this process, where there is one. Takes milliseconds. */
  runningKeepalived(): RunningKeepalived | undefined;
  /** Who has a FIFO open beside this process. Takes milliseconds. */
  fifoUse(fifo: string): FifoUse;
  /**
   * The IP addresses that are on the interfaces right now: the same object for as long as they are the
   * same. With many, that takes milliseconds.
   */
  ips(): ReadonlySet<string>;
  /** Whether one of them is there. For those who ask for many without waiting in between, by one look. */
  hasIp(ip: string): boolean;
  /**
   * Tells the network by gratuitous ARP that an IP is at an interface of this host. Throws `config`
   * where that cannot be done here, and what `beforeSend` throws, which is asked right before.
   */
  announce(ip: string, interfaceName: string, sending: Sending): Promise<void>;
  /** Puts an IP on an interface, where it may be already. Throws `config` where that cannot be done here. */
  putIp(ip: string, interfaceName: string): Promise<void>;
  /** Takes an IP from an interface. Throws `config` where that cannot be done here. */
  takeOffIp(ip: string, interfaceName: string): Promise<void>;
}

export interface RunningKeepalived {
  readonly pid: number;
  /** For how long it has been running. Milliseconds. */
  readonly forMs: number;
}

/** The others that have a FIFO open, as they are called for people. */
export interface FifoUse {
  readonly writers: readonly string[];
  /** Each line gets to one reader only. */
  readonly readers: readonly string[];
  /** Whether there may be others, whose open files are not to be seen. */
  readonly isPartial: boolean;
}
