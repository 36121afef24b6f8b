import { isFailure } from '../../ports/failure.ts';
import type { Failure } from '../../ports/failure.ts';
import type { Session } from '../session.ts';
import type { HostFacts } from './host-facts.ts';
import { keepalivedHere, scriptUserHere } from './keepalived-here.ts';
import type { Surroundings } from './surroundings.ts';

export interface Wishes {
  /** Whom keepalived runs scripts as. */
  readonly as?: string | undefined;
  readonly keepalivedConf?: string | undefined;
  /** Watchers of other hosts: base URLs. */
  readonly peers: readonly string[];
}

export interface Given {
  readonly io: Surroundings['io'];
  readonly facts: HostFacts;
  /** What there is to work on, or why there is nothing. */
  readonly session: Session | Failure;
}

export function openSurroundings({ io, facts, session }: Given, wishes: Wishes): Surroundings {
  const keepalived = keepalivedHere({ io, facts, named: wishes.keepalivedConf });
  const known = isFailure(session) ? undefined : session;
  return {
    io,
    facts,
    config: isFailure(session) ? session : session.config,
    session: known,
    addresses: known?.config.addresses ?? [],
    keepalived,
    scriptUser: scriptUserHere(keepalived, facts, wishes.as),
    peers: [...new Set([...(known?.config.peers ?? []), ...wishes.peers])],
  };
}
