import type { Fleet } from '../../core/fleet.ts';
import { leaseOfFleet } from '../../core/follow.ts';
import type { HostHealth } from '../../core/host-health.ts';
import type { Trigger, TriggerSurroundings, TriggerWord } from '../../ports/trigger.ts';
import { LeaseMember } from '../lease/lease-member.ts';
import type { LeaseMemberOptions } from '../lease/lease-member.ts';
import type { Plea, Pledge, Pledging } from '../lease/plea.ts';
import type { TriggerTools } from '../trigger-tools.ts';
import { writeBallot } from './ballot-text.ts';
import { FleetSight } from './fleet-sight.ts';
import { openHostRound } from './host-round.ts';
import type { HostRound } from './host-round.ts';

/** A trigger that knows how the hosts of a fleet are. */
export interface FleetTrigger extends Trigger {
  health(): ReadonlyMap<string, HostHealth>;
}

export interface FleetMemberOptions extends Omit<LeaseMemberOptions, 'name' | 'voice'> {
  readonly fleet: Fleet;
  readonly tools: Pick<TriggerTools, 'clock' | 'random' | 'adapter'>;
  /** Replaces what asks the hosts, for tests. */
  readonly openRound?: typeof openHostRound;
}

/**
 * A controller of a fleet: asks its hosts, says under its own lease what it has found, hears what the others have,
 * and takes part in the election of the one that moves addresses.
 */
export class FleetMember implements FleetTrigger, Pledging {
  readonly #member: LeaseMember;
  readonly #sight: FleetSight;
  readonly #round: HostRound;
  readonly #closing = new AbortController();
  #surroundings: TriggerSurroundings | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor({ fleet, tools, openRound = openHostRound, ...options }: FleetMemberOptions) {
    const { clock, settings } = options;
    this.#sight = new FleetSight(fleet, { clock, ttlMs: settings.ttlMs });
    this.#round = openRound(fleet, tools, () => this.#member.wake());
    this.#member = new LeaseMember({
      ...options,
      name: leaseOfFleet(fleet.name),
      voice: {
        text: () => writeBallot(this.#round.ballot()),
        hear: (votes, at) => {
          if (this.#sight.hear(votes, at)) this.#surroundings?.onNews?.();
        },
      },
    });
  }

  word(): TriggerWord {
    return this.#member.word();
  }

  health(): ReadonlyMap<string, HostHealth> {
    return this.#sight.health();
  }

  ask(signal: AbortSignal): Promise<void> {
    return this.#member.ask(signal);
  }

  pledge(plea: Plea): Pledge {
    return this.#member.pledge(plea);
  }

  start(surroundings: TriggerSurroundings): void {
    this.#surroundings = surroundings;
    this.#running = this.#round.run(this.#closing.signal).catch((error: unknown) => {
      if (!this.#closing.signal.aborted) surroundings.onBug(error);
    });
    this.#member.start(surroundings);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#member.close(), this.#running]);
  }
}
