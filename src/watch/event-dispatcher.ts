import { record, tell } from '../app/record-event.ts';
import type { Session } from '../app/session.ts';
import type { Address } from '../core/address.ts';
import { instanceOf } from '../core/follow.ts';
import { isReached } from '../core/plan.ts';
import { causeOf, compareOrder, roleAfter } from '../core/vrrp.ts';
import type { EventOrder, VrrpEvent } from '../core/vrrp.ts';
import { noteNotOurs } from '../takeover/claim.ts';
import { takeOffGuest } from '../takeover/guest.ts';
import { verifyRole } from '../takeover/verify-role.ts';
import type { RoleTracker } from '../triggers/role-tracker.ts';
import { createDuplicateFilter } from './duplicate-filter.ts';
import type { DuplicateFilter } from './duplicate-filter.ts';
import type { MemoryEvents } from './memory-events.ts';
import type { WatchContext } from './pass.ts';
import { prepare } from './prepare.ts';
import type { ReadingCache } from './reading-cache.ts';
import type { TakeoverRequest, Takeovers } from './takeovers.ts';
import type { UnfollowedInstances } from './unfollowed-instances.ts';

export interface EventDispatcherOptions {
  readonly session: Session;
  readonly addresses: readonly Address[];
  readonly roles: RoleTracker;
  readonly memoryEvents: MemoryEvents;
  readonly unfollowed: UnfollowedInstances;
  readonly readingCache: ReadingCache;
  readonly takeovers: Takeovers;
  /** The clouds in which this node is known. */
  readonly contexts: ReadonlyMap<string, WatchContext>;
  readonly signal: AbortSignal;
  /** Gets what should never happen. */
  readonly onBug: (error: unknown) => void;
}

interface Cause extends Pick<VrrpEvent, 'state' | 'order' | 'name'> {
  readonly renewed?: () => EventOrder;
  /** What it is called in the journal, where keepalived has told nothing. */
  readonly text?: string;
}

/** What MASTER began. */
interface Claim {
  /** When that was told last. */
  since: EventOrder;
}

/** Begins takeovers for what this host is told, the moment it is told. */
export class EventDispatcher {
  readonly #options: EventDispatcherOptions;
  readonly duplicates: DuplicateFilter;
  readonly #followed: ReadonlySet<string | undefined>;
  /** The latest claim of each instance or group that an address follows. */
  readonly #claims = new Map<string, Claim>();
  /** What is to be done once this node is known in a cloud: the latest for each address. */
  readonly #waiting = new Map<Address, Cause>();
  /** Whether the `vip` of each that has one was on an interface at the last look. */
  readonly #present = new Map<Address, boolean>();
  #ips: ReadonlySet<string> | undefined;

  constructor(options: EventDispatcherOptions) {
    this.#options = options;
    this.duplicates = createDuplicateFilter(options.session.clock);
    this.#followed = new Set(options.addresses.map(instanceOf));
    const withVip = options.addresses.filter(({ vip }) => vip !== undefined);
    const ips = withVip.length === 0 ? new Set<string>() : options.session.host.ips();
    for (const address of withVip) this.#present.set(address, ips.has(address.vip ?? ''));
  }

  /** Records an event, and takes what follows from it. */
  dispatch(told: VrrpEvent): void {
    const { session, memoryEvents, unfollowed } = this.#options;
    const { name } = told;
    if (!this.#followed.has(name) && !unfollowed.isKept(name, session.log)) return;
    const event = { ...told, order: session.local().place(told.order) };
    if (!record(event, session)) memoryEvents.add(event);
    // What is on its way to a cloud may no longer be wanted.
    session.recheck.now();
    if (this.duplicates.isDuplicate(event)) this.#renew(event);
    else this.#follow(event);
  }

  /** It is newer than what it repeats, and must not end what that began. */
  #renew({ name, state, order }: VrrpEvent): void {
    const claim = state === 'MASTER' ? this.#claims.get(name) : undefined;
    if (claim !== undefined && compareOrder(order, claim.since) > 0) claim.since = order;
  }

  #follow(event: VrrpEvent): void {
    const { session, addresses, onBug } = this.#options;
    // Whatever is to be requested is on its way by then.
    session.clock.after(0, () => tell(event, session));
    if (roleAfter(event.state) !== 'MASTER') {
      this.#takeOffGuests(event.name);
      this.#prepareFor(event.name);
      return;
    }
    const claim = { since: event.order };
    if (event.state === 'MASTER' && this.#followed.has(event.name)) {
      this.#claims.set(event.name, claim);
    }
    const cause = { ...event, renewed: () => claim.since };
    for (const address of addresses) {
      if (address.follow === event.name) this.#actWhenCredible(address, cause).catch(onBug);
    }
  }

  #takeOffGuests(name: string): void {
    const { addresses, session, roles, onBug } = this.#options;
    for (const address of addresses) {
      if (address.follow !== name) continue;
      const isStill = (): boolean => roles.roleOf(address) !== 'MASTER';
      takeOffGuest(address, { ...session, isStill }).catch(onBug);
    }
  }

  /** Whoever is no longer MASTER may be again. */
  #prepareFor(name: string): void {
    const { addresses, contexts, session, signal, onBug } = this.#options;
    const followers = addresses.filter(({ follow }) => follow === name);
    for (const cloud of new Set(followers.map((address) => address.cloud))) {
      const context = contexts.get(cloud);
      if (context !== undefined) prepare(context, session, signal).catch(onBug);
    }
  }

  /** Does what could not be done before this node was known in a cloud. */
  resume(cloud: string): void {
    for (const [address, cause] of this.#waiting) {
      if (address.cloud !== cloud) continue;
      this.#waiting.delete(address);
      this.#act(address, cause);
    }
  }

  /** Takes an address that another trigger wants here. */
  take(address: Address, order: EventOrder, text: string): void {
    this.#act(address, { state: 'MASTER', name: text, order, text });
  }

  /** An IP that keepalived has put here says as much as an event. */
  lookAtInterfaces(): void {
    if (this.#present.size === 0) return;
    const { session } = this.#options;
    const ips = session.host.ips();
    if (ips === this.#ips) return;
    this.#ips = ips;
    for (const [address, wasHere] of this.#present) {
      const { vip = '' } = address;
      const isHere = ips.has(vip);
      if (isHere === wasHere) continue;
      this.#present.set(address, isHere);
      if (wasHere) {
        noteNotOurs(address, session.local());
        session.recheck.now();
      }
      if (!isHere || this.#options.takeovers.isRunning(address)) continue;
      session.log.info({ address: address.name, vip }, 'on an interface of this host');
      this.#act(address, { state: 'MASTER', name: vip, order: session.host.orderNow() });
    }
  }

  async #actWhenCredible(address: Address, cause: Cause): Promise<void> {
    const { session, roles, signal } = this.#options;
    try {
      const refuted = await verifyRole(address, cause, { ...session, roles, signal });
      if (refuted === undefined) this.#act(address, cause);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #act(address: Address, cause: Cause): void {
    const { takeovers, contexts } = this.#options;
    const { state, order, renewed, text } = cause;
    const context = contexts.get(address.cloud);
    if (context === undefined) {
      this.#waiting.set(address, cause);
      return;
    }
    const isAssertion = state === 'MASTER_RX_LOWER_PRI';
    // Heard with every advert, and the one that is going on looks again by itself.
    if (isAssertion && takeovers.isAsserting(address)) {
      const { local, clock } = this.#options.session;
      local().contests.noteGivingWay(address, clock.wall());
      return;
    }
    takeovers.start({
      address,
      connection: context.connection,
      node: context.node,
      since: order,
      ...(renewed === undefined ? {} : { renewed }),
      cause: text ?? causeOf(cause),
      isAssertion,
      ...this.#premise(address, context.node),
    });
  }

  /** What was seen less than an interval ago need not be read again before the first write. */
  #premise(address: Address, node: string): Pick<TakeoverRequest, 'readFirst' | 'known'> {
    const { readingCache, session } = this.#options;
    const known = readingCache.recent(address, session.config.timing.intervalMs * jitter);
    const isHere = known !== undefined && isReached({ type: 'held-by', node }, known);
    return { readFirst: isHere, known };
  }
}

/** An interval may be this much longer than it is set. */
const jitter = 1.1;
