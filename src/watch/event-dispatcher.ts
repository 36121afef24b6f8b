import { record, tell } from '../app/record-event.ts';
import type { Session } from '../app/session.ts';
import type { Address } from '../core/address.ts';
import { instanceOf } from '../core/follow.ts';
import { isReached } from '../core/plan.ts';
import { causeOf, roleAfter } from '../core/vrrp.ts';
import type { EventOrder, VrrpEvent } from '../core/vrrp.ts';
import { oneAfterTheOther } from '../lib/time/one-after-the-other.ts';
import { noteNotOurs } from '../takeover/claim.ts';
import { takeOffGuest } from '../takeover/guest.ts';
import { createToldClaim } from '../takeover/told-claim.ts';
import type { ToldClaim } from '../takeover/told-claim.ts';
import { verifyRole } from '../takeover/verify-role.ts';
import type { RoleTracker } from '../triggers/role-tracker.ts';
import { createDuplicateFilter } from './duplicate-filter.ts';
import type { DuplicateFilter } from './duplicate-filter.ts';
import type { MemoryEvents } from './memory-events.ts';
import type { WatchContext } from './pass.ts';
import { prepare } from './prepare.ts';
import type { ReadingCache } from './reading-cache.ts';
import { Sightings } from './sightings.ts';
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

interface Cause extends Pick<VrrpEvent, 'state' | 'name'> {
  readonly claim: ToldClaim;
  readonly onOver?: () => void;
  /** What it is called in the journal, where keepalived has told nothing. */
  readonly text?: string;
}

/** Begins takeovers for what this host is told, the moment it is told. */
export class EventDispatcher {
  readonly #options: EventDispatcherOptions;
  readonly duplicates: DuplicateFilter;
  readonly #followed: ReadonlySet<string | undefined>;
  /** The latest claim of each instance or group that an address follows. */
  readonly #claims = new Map<string, ToldClaim>();
  readonly #sightings: Sightings;
  /** What is to be done once this node is known in a cloud: the latest for each address. */
  readonly #waiting = new Map<Address, Cause>();

  constructor(options: EventDispatcherOptions) {
    this.#options = options;
    this.duplicates = createDuplicateFilter(options.session.clock);
    this.#followed = new Set(options.addresses.map(instanceOf));
    this.#sightings = new Sightings({ ...options, host: options.session.host });
  }

  /** Records an event, and takes what follows from it. */
  dispatch(told: VrrpEvent): void {
    const { session, memoryEvents, unfollowed } = this.#options;
    const { name } = told;
    if (!this.#followed.has(name) && !unfollowed.isKept(name, session.log)) return;
    // The handshake goes on while the event is recorded; the request comes after that.
    if (told.state === 'MASTER') this.#approachFor(name);
    const event = { ...told, order: session.local().place(told.order) };
    if (event.state === 'MASTER') this.#sightings.renew(event);
    if (!record(event, session)) memoryEvents.add(event);
    const isRepeated = this.duplicates.isDuplicate(event);
    if (isRepeated) this.#renew(event);
    // What is on its way to a cloud may no longer be wanted.
    session.recheck.now();
    if (!isRepeated) this.#follow(event);
  }

  /** It is newer than what it repeats, and must not end what that began. */
  #renew({ name, state, order }: VrrpEvent): void {
    if (state === 'MASTER') this.#claims.get(name)?.renew(order);
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
    const claim = createToldClaim(event.order);
    if (event.state === 'MASTER' && this.#followed.has(event.name)) {
      this.#claims.set(event.name, claim);
    }
    const cause = { ...event, claim };
    const followers = addresses.filter(({ follow }) => follow === event.name);
    // Each of them asks for itself whether that is still wanted.
    oneAfterTheOther(followers, (address) => this.#actWhenCredible(address, cause)).catch(onBug);
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
    const { session, signal, onBug } = this.#options;
    for (const context of this.#contextsFor(name)) prepare(context, session, signal).catch(onBug);
  }

  #approachFor(name: string): void {
    for (const { connection } of this.#contextsFor(name)) {
      connection.approach?.(this.#options.signal);
    }
  }

  #contextsFor(name: string): readonly WatchContext[] {
    const { addresses, contexts } = this.#options;
    const followers = addresses.filter(({ follow }) => follow === name);
    const clouds = [...new Set(followers.map(({ cloud }) => cloud))];
    return clouds.flatMap((cloud) => contexts.get(cloud) ?? []);
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
    this.#act(address, { state: 'MASTER', name: text, claim: createToldClaim(order), text });
  }

  /** An IP that keepalived has put here says as much as an event. */
  lookAtInterfaces(): void {
    const { session, takeovers } = this.#options;
    for (const { address, vip, isHere } of this.#sightings.changes()) {
      if (!isHere) {
        noteNotOurs(address, session.local());
        session.recheck.now();
      } else if (!takeovers.isRunning(address)) {
        session.log.info({ address: address.name, vip }, 'on an interface of this host');
        this.#act(address, { ...this.#sightings.begin(address), state: 'MASTER', name: vip });
      }
    }
  }

  async #actWhenCredible(address: Address, cause: Cause): Promise<void> {
    const { session, roles, signal } = this.#options;
    if (signal.aborted) return;
    try {
      const refuted = await verifyRole(address, cause, { ...session, roles, signal });
      if (refuted !== undefined) return;
      if (cause.state !== 'MASTER' || !this.#sightings.hasBegun(address)) this.#act(address, cause);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #act(address: Address, cause: Cause): void {
    const { takeovers, contexts } = this.#options;
    const { state, claim, onOver, text } = cause;
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
      told: claim,
      ...(onOver === undefined ? {} : { onOver }),
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
