import type { Address } from '../../core/address.ts';
import type { Result } from '../../core/outcome.ts';
import type { Clock } from '../../ports/clock.ts';
import { isRefusal } from '../refusals.ts';

/** For so long another host is preferred: after it, somebody may have put right what was in the way. */
const rememberedMs = 10 * 60_000;

const none: ReadonlySet<string> = new Set();

/** To which hosts the cloud has refused to move an address: another one may do. */
export class HostRefusals {
  readonly #clock: Pick<Clock, 'now'>;
  /** When each host was refused. */
  readonly #at = new Map<Address, Map<string, number>>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Notes how a takeover has ended that was to bring an address to a host. */
  note(address: Address, node: string, { error }: Pick<Result, 'error'>): void {
    if (!isRefusal(error?.class)) {
      this.#at.get(address)?.delete(node);
      return;
    }
    const hosts = this.#at.get(address) ?? new Map<string, number>();
    this.#at.set(address, hosts.set(node, this.#clock.now()));
  }

  of(address: Address): ReadonlySet<string> {
    const hosts = this.#at.get(address);
    if (hosts === undefined) return none;
    const oldest = this.#clock.now() - rememberedMs;
    return new Set([...hosts].filter(([, at]) => at > oldest).map(([node]) => node));
  }
}
