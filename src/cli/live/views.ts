import type { Session } from '../../app/session.ts';
import { watcherFolders } from '../../config/folders.ts';
import type { Address } from '../../core/address.ts';
import type { Look } from '../../watch/page/look.ts';
import type { OwnLooks } from './own-looks.ts';
import type { View } from './view.ts';
import { lookOfWatcher } from './watcher-looks.ts';

export interface ViewsOptions {
  readonly session: Session;
  readonly addresses: readonly Address[];
  readonly ownLooks: OwnLooks;
}

/** What there is to show now: as the watcher of this host sees it, and by an own look what it does not watch. */
export async function takeView({ session, addresses, ownLooks }: ViewsOptions): Promise<View> {
  const { clock, env, signal } = session;
  const watched = await lookOfWatcher(watcherFolders(env), clock, signal);
  const byWatcher = new Set(watched?.look.addresses.map(({ name }) => name));
  const others = addresses.filter(({ name }) => !byWatcher.has(name));
  const own = others.length === 0 ? undefined : await ownLooks.take(others);
  const asking = `asked every ${ownLooks.everyS} s`;
  if (watched === undefined) {
    const look = own ?? (await ownLooks.take(addresses));
    return {
      look,
      takenAt: clock.now(),
      source: `${asking}: no watcher with --listen answers here`,
    };
  }
  const look = own === undefined ? watched.look : joined(watched.look, own);
  const rest = own === undefined ? '' : `, what it does not watch ${asking}`;
  return {
    look: only(look, addresses),
    takenAt: clock.now(),
    source: `as the watcher sees it, ${watched.url}${rest}`,
  };
}

function joined(watched: Look, own: Look): Look {
  const known = new Set(watched.problems.map(({ message }) => message));
  return {
    ...watched,
    addresses: [...watched.addresses, ...own.addresses],
    problems: [...watched.problems, ...own.problems.filter(({ message }) => !known.has(message))],
  };
}

/** What is about addresses that were not asked for is left out. */
function only(look: Look, wanted: readonly Address[]): Look {
  const names = new Set(wanted.map(({ name }) => name));
  const problems = look.problems.flatMap((problem) => {
    const left = problem.names.filter((name) => names.has(name));
    return problem.names.length > 0 && left.length === 0 ? [] : [{ ...problem, names: left }];
  });
  return {
    ...look,
    problems,
    addresses: wanted.flatMap(({ name }) => look.addresses.filter((one) => one.name === name)),
    failovers: look.failovers.filter(({ name }) => names.has(name)),
  };
}
