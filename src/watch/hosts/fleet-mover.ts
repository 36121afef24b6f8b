import type { Address } from '../../core/address.ts';
import { fleetNodeText } from '../../core/fleet.ts';
import type { Fleet } from '../../core/fleet.ts';
import { trusted } from '../../core/host-health.ts';
import type { HostHealth } from '../../core/host-health.ts';
import { movesFor } from '../../core/placement.ts';
import type { Move, Placed } from '../../core/placement.ts';
import { Bell } from '../../lib/time/bell.ts';
import { sleep } from '../../lib/time/sleep.ts';
import type { Provider } from '../../ports/provider.ts';
import { kindIn } from '../../providers/clouds.ts';
import type { Connection } from '../../providers/connection.ts';
import { createToldClaim } from '../../takeover/told-claim.ts';
import { createMovesBudget } from '../../triggers/moves-budget.ts';
import type { MovesBudget } from '../../triggers/moves-budget.ts';
import type { RoleTracker } from '../../triggers/role-tracker.ts';
import { createTakeovers } from '../takeovers.ts';
import type { Takeovers, TakeoversOptions } from '../takeovers.ts';
import { departingFrom } from './departure.ts';
import type { Departure } from './departure.ts';
import { FleetLooks } from './fleet-looks.ts';
import type { FleetTools } from './fleet-tools.ts';
import { rolesByGoals } from './goals.ts';
import type { Goal, Goals } from './goals.ts';
import { HostNews } from './host-news.ts';
import { HostRefusals } from './host-refusals.ts';
import { Leadership } from './leadership.ts';
import type { Reign } from './leadership.ts';
import { placeOf } from './places.ts';
import { tellSights } from './tell-sights.ts';

export interface FleetMoverOptions
  extends Omit<FleetTools, 'takeovers'>, Pick<TakeoversOptions, 'changes' | 'onBug'> {
  readonly fleet: Fleet;
  /** All of one cloud. */
  readonly addresses: readonly [Address, ...Address[]];
  readonly roles: RoleTracker;
  /** Called when it has gone round: the watcher is alive. */
  readonly onPass: () => void;
}

/** So many takeovers at once: more are no faster in a cloud that counts requests. */
const mostAtOnce = 64;
/** What was seen longer ago than so many intervals serves no plan. */
const freshIntervals = 3;
/** What a host is found to be is told soon also where nothing else happens. */
const longestNapMs = 5000;
const pauseMs = 100;

/**
 * Moves the addresses of a fleet between its hosts while this controller leads; otherwise it only waits. It plans
 * anew whenever something has changed: `core/placement.ts` says what is to be done.
 */
export class FleetMover {
  readonly fleet: Fleet;
  readonly takeovers: Takeovers;
  readonly looks: FleetLooks;
  readonly #options: FleetMoverOptions;
  readonly #goals: Goals = new Map();
  readonly #leadership: Leadership;
  readonly #news: HostNews;
  readonly #bell: Bell;
  readonly #budget: MovesBudget;
  readonly #refusals: HostRefusals;
  readonly #byName: ReadonlyMap<string, Address>;

  constructor(options: FleetMoverOptions) {
    const { fleet, addresses, session, roles, onPass } = options;
    const { clock } = session;
    const goals = this.#goals;
    this.fleet = fleet;
    this.#options = options;
    const wantedRoles = rolesByGoals(roles, {
      goals,
      healthOf: (node) => this.#health().get(node)?.is,
      textOf: (node) => fleetNodeText(node, fleet),
    });
    this.takeovers = createTakeovers({ ...options, roles: wantedRoles });
    const tools = { ...options, takeovers: this.takeovers };
    const [address] = addresses;
    const onReign = (): void => goals.clear();
    const leadership = new Leadership({ address, roles, clock, onReign });
    this.#leadership = leadership;
    const onSeen = (): void => this.#noteSights();
    this.looks = new FleetLooks({ fleet, addresses, tools, leadership, onSeen, onPass });
    this.#news = new HostNews(fleet, options);
    this.#bell = new Bell(clock);
    this.#budget = createMovesBudget(clock);
    this.#refusals = new HostRefusals(clock);
    this.#byName = new Map(addresses.map((one) => [one.name, one]));
  }

  /** Whether a write of this process may be on its way. */
  isBusy(): boolean {
    return this.#options.addresses.some((address) => this.takeovers.isRunning(address));
  }

  /** It leads from now on, or no longer, or a host is not as it was. */
  wake(): void {
    this.#options.session.recheck.now();
    this.looks.wake();
    this.#bell.ring();
  }

  async run(): Promise<void> {
    await Promise.all([this.looks.run(), this.#planOn()]);
  }

  #health(): ReadonlyMap<string, HostHealth> {
    return this.#options.session.triggers.healthIn(this.fleet.name) ?? new Map();
  }

  #noteSights(): void {
    const { addresses } = this.#options;
    const tools = { ...this.#options, takeovers: this.takeovers };
    tellSights({ addresses, health: this.#health(), goals: this.#goals, tools });
    this.#bell.ring();
  }

  async #planOn(): Promise<void> {
    const { session, signal } = this.#options;
    const napMs = Math.min(session.config.timing.intervalMs, longestNapMs);
    while (!signal.aborted) {
      this.#plan();
      // Of takeovers that end one after the other, each would have all addresses planned anew.
      await sleep(session.clock, pauseMs, signal).catch(() => undefined);
      await this.#bell.wait(napMs, signal);
    }
  }

  #plan(): void {
    const reign = this.#leadership.now();
    const health = this.#health();
    this.#news.take(health, reign !== undefined);
    const connection = reign && this.looks.openIn(reign);
    if (reign === undefined || connection === undefined) return;
    const addresses = this.#placed(reign);
    const running = addresses.filter(({ place }) => place.is === 'moving').length;
    const moves = movesFor({
      addresses,
      health: hostsIn(connection, trusted(health)),
      most: mostAtOnce - running,
      mostGentle: this.fleet.movesPerMinute,
    });
    for (const move of moves) this.#begin(move, connection);
  }

  #placed(reign: Reign): readonly Placed[] {
    const { session, readingCache, addresses } = this.#options;
    const { clock, config, clouds } = session;
    const { isRunning, isRefused } = this.takeovers;
    const oldest = clock.now() - freshIntervals * config.timing.intervalMs;
    const rules = { goals: this.#goals, isRunning, isRefused };
    const notBefore = Math.max(reign.since, oldest);
    return addresses.flatMap((address) => {
      const place = placeOf(address, { ...rules, sight: readingCache.of(address), notBefore });
      if (place === undefined) return [];
      const room = kindIn(clouds, address)?.room?.placeOf(address);
      return [{ name: address.name, place, room, refusedBy: this.#refusals.of(address) }];
    });
  }

  #begin(move: Move, connection: Connection): void {
    const { name, to, why, isGentle } = move;
    const { session, readingCache } = this.#options;
    const address = this.#byName.get(name);
    if (address === undefined) return;
    if (isGentle && !this.#budget.take(this.fleet.movesPerMinute)) return;
    const since = session.host.orderNow();
    const { departure, provider } = departureIn(move, connection);
    this.#wish(address, { node: to, since, ...(departure && { leaves: departure }) });
    this.takeovers.start({
      address,
      connection: { ...connection, provider },
      node: to,
      told: createToldClaim(since),
      cause: `hosts ${this.fleet.name}: ${why}`,
      readFirst: true,
      known: readingCache.of(address)?.known,
      isAssertion: false,
      // It has ended only once this is over.
      onOver: (result) => {
        if (result !== undefined) this.#refusals.note(address, to, result);
        session.clock.after(0, () => this.#goOn(address));
      },
    });
  }

  /** Where it was to be there all the time, whoever has taken it away since does so against this controller. */
  #wish(address: Address, goal: Goal): void {
    const known = this.#goals.get(address);
    const since = known?.node === goal.node ? known.since : goal.since;
    this.#goals.set(address, { ...goal, since });
  }

  /** What did not come to where it was to be is looked at before it is moved again. */
  #goOn(address: Address): void {
    if (this.#options.readingCache.of(address)?.isDoubted === true) this.looks.lookAgain();
    this.#bell.ring();
  }
}

/** What leaves a host that is dead may stay there, should that be well again in time. */
function departureIn(
  { why, from }: Move,
  { provider }: Connection,
): { readonly departure?: Departure; readonly provider: Provider } {
  if (why !== 'its host is dead' || from === null) return { provider };
  return departingFrom(from, provider);
}

/** Nothing can go to a host whose id is none of its cloud's: `config check` says so. */
function hostsIn<T>(
  { provider }: Connection,
  health: ReadonlyMap<string, T>,
): ReadonlyMap<string, T> {
  return new Map([...health].filter(([node]) => provider.isNodeId(node)));
}
