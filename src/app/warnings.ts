import type { Address } from '../core/address.ts';
import { instanceOf } from '../core/follow.ts';
import { nearName } from '../core/near-name.ts';
import { plainText } from '../core/plain-text.ts';
import type { Teller } from '../core/vrrp.ts';
import type { Warning } from '../core/warning.ts';
import type { Host, RunningKeepalived } from '../ports/host.ts';
import type { EventStore } from '../triggers/event-store.ts';

export interface Surroundings {
  readonly addresses: readonly Address[];
  readonly store: EventStore;
  readonly host: Pick<
    Host,
    'areTwo' | 'whyOutOfSight' | 'runningKeepalived' | 'hasEnded' | 'ticks'
  >;
}

/** What keepalived tells, held against what the addresses follow. Looks at the host. */
export function warningsOf({ addresses, store, host }: Surroundings): readonly Warning[] {
  const told = store.names();
  const followed = [...new Set(addresses.flatMap((address) => instanceOf(address) ?? []))];
  // Where nothing follows anything, automation is paused.
  const strange = followed.length === 0 ? [] : told.filter((name) => !followed.includes(name));
  const silent = followed.filter((name) => !told.includes(name));
  return [
    ...strange.map((name) => notFollowed(name, silent)),
    ...silences({ silent, strange, told }, { store, host }),
    ...followed.flatMap((name) => ofTellers(name, { store, host })),
  ];
}

/** Why nobody knows whether an address belongs here; nothing where that is all that is known. */
export function silenceOf(
  address: Pick<Address, 'follow'>,
  warnings: readonly Warning[],
): Warning | undefined {
  const name = instanceOf(address);
  return warnings.find(({ kind, about }) => kind === 'not-told-of' && about === name);
}

function notFollowed(name: string, silent: readonly string[]): Warning {
  const meant = nearName(name, silent);
  return {
    kind: 'not-followed',
    about: name,
    message: `keepalived tells of '${plainText(name)}', which no address follows`,
    hint:
      meant === undefined
        ? `If an address belongs where that is MASTER, let it follow: ${quoted(name)}`
        : `The config has ${quoted(meant)}: let the address follow: ${quoted(name)}`,
  };
}

interface Names {
  readonly silent: readonly string[];
  readonly strange: readonly string[];
  readonly told: readonly string[];
}

type Known = Pick<Surroundings, 'store' | 'host'>;

/** keepalived tells of all its instances within seconds of its start. */
const patienceMs = 10_000;

function silences({ silent, strange, told }: Names, known: Known): readonly Warning[] {
  if (silent.length === 0) return [];
  if (told.length === 0) return silencesOf(silent, known.host.runningKeepalived());
  if (strange.length === 0 && !isLongAgo(told, known)) return [];
  return silent.map((name) => {
    const meant = nearName(name, strange) ?? strange[0];
    return {
      kind: 'not-told-of',
      about: name,
      message: `keepalived has said nothing of '${plainText(name)}' since boot, but of ${told.map(quoted).join(', ')}`,
      hint:
        meant === undefined
          ? `Give that instance the lines that floatip init prints, or name in follow what keepalived calls it`
          : `If that is what is meant, let the address follow: ${quoted(meant)}`,
    };
  });
}

/** Whether some of it was told so long ago that the rest would have been told as well. */
function isLongAgo(told: readonly string[], { store, host }: Known): boolean {
  const before = host.ticks() - patienceMs / 10;
  return told.some((name) => store.events(name).some(({ order }) => order.ticks < before));
}

function silencesOf(
  silent: readonly string[],
  running: RunningKeepalived | undefined,
): readonly Warning[] {
  if (running === undefined || running.forMs < patienceMs) return [];
  const { pid, forMs } = running;
  return silent.map((name) => ({
    kind: 'not-told-of',
    about: name,
    message: `keepalived (process ${pid}) has been running for ${duration(forMs)}, and has told floatip nothing of '${plainText(name)}'`,
    hint: `Look in its log for "already specified - ignoring": of two notify lines only the first counts. Where there is none, give the instance the lines that floatip init prints`,
  }));
}

function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 2) return `${Math.floor(ms / 1000)} s`;
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
}

function ofTellers(name: string, { store, host }: Known): readonly Warning[] {
  const living = tellersOf(name, store).filter((teller) => !host.hasEnded(teller));
  const pair = pairOf(living, host);
  const warnings: Warning[] = [];
  if (pair !== undefined) {
    const [one, other] = pair.map(({ pid }) => pid);
    warnings.push({
      kind: 'two-tellers',
      about: name,
      message: `Two keepalived that run on this host tell of '${plainText(name)}' (processes ${one} and ${other}): each undoes what the other says`,
      hint: 'Stop one of them, or give their instances different names and let each address follow its own',
    });
  }
  const why = living.map((teller) => host.whyOutOfSight(teller)).find((one) => one !== undefined);
  if (why !== undefined) {
    warnings.push({
      kind: 'out-of-sight',
      about: name,
      message: `If the keepalived is killed that tells of '${plainText(name)}', what it said goes on to count: ${why}`,
      hint: 'Run floatip on the host itself, or in the container of keepalived, or give the address a vip',
    });
  }
  return warnings;
}

function tellersOf(name: string, store: EventStore): readonly Teller[] {
  const tellers = new Map<string, Teller>();
  for (const { teller } of store.events(name)) {
    if (teller === undefined) continue;
    tellers.set(`${teller.namespace} ${teller.pid} ${teller.ticks}`, teller);
  }
  return [...tellers.values()];
}

function pairOf(
  living: readonly Teller[],
  { areTwo }: Pick<Host, 'areTwo'>,
): readonly [Teller, Teller] | undefined {
  for (const [index, one] of living.entries()) {
    const other = living.slice(index + 1).find((next) => areTwo(one, next));
    if (other !== undefined) return [one, other];
  }
  return undefined;
}

/** As it has to stand in YAML. */
function quoted(name: string): string {
  const text = plainText(name);
  return /^[A-Za-z_][\w.-]*$/.test(text) ? text : JSON.stringify(text);
}
