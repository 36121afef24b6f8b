import type { Address } from '../../core/address.ts';
import { lengthened } from '../../core/backoff.ts';
import type { Fleet } from '../../core/fleet.ts';
import { Bell } from '../../lib/time/bell.ts';
import { asFailure, isFailure, reportOf } from '../../ports/failure.ts';
import type { Failure } from '../../ports/failure.ts';
import type { Connection } from '../../providers/connection.ts';
import type { Health } from '../reconcile-loop.ts';
import type { FleetTools } from './fleet-tools.ts';
import type { Leadership, Reign } from './leadership.ts';
import { lookAtAll } from './look.ts';

export interface FleetLooksOptions {
  readonly fleet: Fleet;
  readonly addresses: readonly [Address, ...Address[]];
  readonly tools: FleetTools;
  readonly leadership: Leadership;
  /** All have been seen, well or not. */
  readonly onSeen: () => void;
  /** Called when it has gone round: the watcher is alive. */
  readonly onPass: () => void;
}

/** Looks who holds the addresses of a fleet, again and again while this controller leads. */
export class FleetLooks {
  readonly #options: FleetLooksOptions;
  readonly #bell: Bell;
  #connection: Connection | undefined;
  #cancelAgain: (() => void) | undefined;
  #seenIn: Reign | undefined;
  #health: Health = { passedAt: undefined, failure: undefined };

  constructor(options: FleetLooksOptions) {
    this.#options = options;
    this.#bell = new Bell(options.tools.session.clock);
  }

  get cloud(): string {
    return this.#options.addresses[0].cloud;
  }

  get health(): Health {
    return this.#health;
  }

  /** What leads to the cloud, once all addresses were seen in a reign. */
  openIn(reign: Reign): Connection | undefined {
    return this.#seenIn === reign ? this.#connection : undefined;
  }

  /** Looks at once where this controller has come to lead. */
  wake(): void {
    const reign = this.#options.leadership.now();
    if (reign !== undefined && reign !== this.#seenIn) this.#bell.ring();
  }

  /** Looks soon at what is in doubt. */
  lookAgain(): void {
    const { clock } = this.#options.tools.session;
    this.#cancelAgain ??= clock.after(againMs, () => {
      this.#cancelAgain = undefined;
      this.#bell.ring();
    });
  }

  async run(): Promise<void> {
    const { session, signal } = this.#options.tools;
    const { clock, config, random } = session;
    const { intervalMs } = config.timing;
    let failures = 0;
    for (let dueAt = -Infinity; !signal.aborted;) {
      const reign = this.#options.leadership.now();
      const isDue = clock.now() >= dueAt || (reign !== undefined && reign !== this.#seenIn);
      const failure = await this.#lookOnce(reign, isDue);
      if (isDue) {
        failures = failure === undefined ? 0 : failures + 1;
        const wanted = failures === 0 ? intervalMs : againAfter(failures, intervalMs);
        const ms = Math.max(wanted * (0.9 + 0.2 * random()), failure?.retryAfterMs ?? 0);
        dueAt = clock.now() + ms;
      }
      await this.#bell.wait(dueAt - clock.now(), signal);
    }
    this.#cancelAgain?.();
  }

  async #lookOnce(reign: Reign | undefined, atAll: boolean): Promise<Failure | undefined> {
    const { tools, onPass } = this.#options;
    try {
      const failure = reign === undefined ? this.#rest() : await this.#look(reign, atAll);
      this.#note(failure);
      return failure;
    } catch (error) {
      if (tools.signal.aborted) return undefined;
      const failure = asFailure(error);
      this.#note(failure);
      return failure;
    } finally {
      onPass();
    }
  }

  /** Whoever does not lead asks the cloud nothing. */
  #rest(): undefined {
    const { addresses, tools } = this.#options;
    for (const address of addresses) tools.metrics.seen(address, undefined, false);
    return undefined;
  }

  async #look(reign: Reign, atAll: boolean): Promise<Failure | undefined> {
    const { addresses: all, tools, leadership, onSeen } = this.#options;
    const { session, budget, metrics } = tools;
    const [{ cloud }] = all;
    const connection = (this.#connection ??= await session.connect(cloud));
    // The account has to save its requests for takeovers.
    if (!budget.allowsReading(cloud) && this.#seenIn === reign) return undefined;
    const isStill = (): boolean => leadership.now() === reign;
    const isDoubted = (address: Address): boolean =>
      tools.readingCache.of(address)?.isDoubted === true;
    const addresses = atAll ? all : all.filter(isDoubted);
    const failure = await lookAtAll({ addresses, connection, tools, isStill });
    if (!isStill()) return undefined;
    session.alarms.looked(cloud, failure && reportOf(failure));
    // The cloud answers, and one address is not there: no reason to leave the others.
    if (failure !== undefined && !isFailure(failure, 'missing', 'invalid')) return failure;
    this.#seenIn = reign;
    metrics.passed(cloud);
    onSeen();
    return undefined;
  }

  /** Only changes are worth a line. */
  #note(failure: Failure | undefined): void {
    const { fleet, tools } = this.#options;
    const { log, clock } = tools.session;
    if (failure !== undefined && this.#health.failure === undefined) {
      const fields = { hosts: fleet.name, reason: failure.message };
      log.error(fields, 'cannot read who holds the addresses');
    }
    this.#health = { passedAt: clock.now(), failure: failure?.message };
  }
}

/** Nothing is moved before all was seen, so a look that failed is tried again sooner than the next one is due. */
function againAfter(failures: number, intervalMs: number): number {
  return Math.min(intervalMs, lengthened(firstRetryMs, failures - 1));
}

const firstRetryMs = 1000;

/** A takeover that has ended may be one of many. */
const againMs = 500;
