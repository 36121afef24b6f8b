import { leaseOfPart, preferenceFor } from '../../core/spread.ts';
import type { Candidate, Race } from './race.ts';

/** The race in which a host takes part once for all parts of a lease. No lease can be called so. */
export function raceForAll(lease: string): string {
  return `${lease}.*`;
}

/** Which of the parts of its lease something is, by its name. */
export function numberOfPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/**
 * Whoever takes part for several parts takes part for each of them, preferred as the names of both have it, but for
 * one that was asked to give it away.
 */
export function withHostsOfAll(
  name: string,
  race: Race,
  { candidates }: Pick<Race, 'candidates'>,
): Race {
  const number = numberOfPart(name);
  const others = candidates
    .filter(({ id, parts = [] }) => id !== race.released && parts.includes(number))
    .map(({ id, host, preempts }): Candidate => {
      return { id, host, preempts, prefer: preferenceFor(host, name) };
    });
  return { ...race, candidates: [...race.candidates, ...others] };
}

/** Races with those who take part for all parts, which is no race by itself. */
export function withHostsOfParts(races: ReadonlyMap<string, Race>): ReadonlyMap<string, Race> {
  const told = new Map<string, Race>();
  for (const [name, race] of races) {
    if (name.endsWith('.*')) continue;
    const all = races.get(raceForAll(leaseOfPart(name) ?? ''));
    told.set(name, all === undefined ? race : withHostsOfAll(name, race, all));
  }
  return told;
}

/** A race of which nothing is written down. */
export function emptyRace(raftTerm: string | undefined): Race {
  return { holder: undefined, candidates: [], released: undefined, raftTerm, failsafe: undefined };
}
