import type { Clock } from '../../ports/clock.ts';
import { preferredTo } from './race.ts';
import type { Race } from './race.ts';

export interface CourtesyOptions {
  readonly clock: Clock;
  readonly ttlMs: number;
  readonly prefer: number;
}

/** Lets those go first that are preferred, or that this host has given way to. Nothing is safer or less safe by it. */
export interface Courtesy {
  /** Whether to look who is there before trying to take it. */
  looksFirst(): boolean;
  /** Whether it may be taken, by what such a look saw. */
  allows(id: string, race: Race): boolean;
  note(id: string, race: Race): void;
  /** This host has just given way. */
  letOthersFirst(): void;
}

export function createCourtesy({ clock, ttlMs, prefer }: CourtesyOptions): Courtesy {
  let patientUntil = -Infinity;
  let isBehind = false;
  /** Since when nobody has it. */
  let vacantSince: number | undefined;
  const isPreferredThere = (id: string, race: Race): boolean => {
    // What the holder wanted is of no more interest once it is gone.
    const waiting = race.candidates.filter((one) => one.id !== race.holder?.id);
    return preferredTo({ id, prefer }, { ...race, candidates: waiting }) !== undefined;
  };
  return {
    looksFirst: () => isBehind || clock.now() < patientUntil,
    allows(id, race) {
      if (race.holder !== undefined) return false;
      vacantSince ??= clock.now();
      // Whoever does not come, though it is its turn, is not waited for.
      if (clock.now() - vacantSince >= ttlMs / 2) return true;
      return clock.now() >= patientUntil && !isPreferredThere(id, race);
    },
    note(id, race) {
      if (race.holder !== undefined) {
        // Somebody has gone first.
        [vacantSince, patientUntil] = [undefined, -Infinity];
      }
      isBehind = isPreferredThere(id, race);
    },
    letOthersFirst() {
      patientUntil = clock.now() + ttlMs;
    },
  };
}
