import type { Order, Teller } from '../core/vrrp.ts';
import type { Sending } from './provider.ts';

/** The host that this process runs on, as far as it has to be asked. */
export interface Host {
  /** This process. */
  readonly start: Order;
  /** When keepalived started the hook that this process runs for: this process where no script is in between. */
  hookStart(): Order;
  /** How late it is, on the clock that dates processes. */
  ticks(): number;
  /** How late it was then. Milliseconds since 1970, on the wall clock. */
  ticksAt(wallMs: number): number;
  /**
   * Where something that happens now, or happened so many milliseconds ago, stands in the order of
   * processes that are started.
   */
  orderNow(agoMs?: number): Order;
  /** Whether that very process, and not just one with the same id, is still there. */
  isAlive(process: Order): boolean;
  /** Whether a keepalived is gone for certain. */
  hasEnded(keepalived: Teller): boolean;
  /** The keepalived that started this process, if one did. */
  keepalivedAbove(): Teller | undefined;
  /** The keepalived that has a FIFO open, where that can be seen. Takes milliseconds. */
  keepalivedAt(fifo: string): Teller | undefined;
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
}
