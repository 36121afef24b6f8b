import type { Teller } from '../core/vrrp.ts';
import { pidNamespace, readBelonging, readProcess } from '../lib/processes/process-start.ts';
import { commandOf } from '../lib/processes/processes.ts';
import { fifoHolders } from './fifo-holders.ts';
import { kindOfCommand, nameOfCommand } from './program.ts';
import type { ProgramKind } from './program.ts';
import { speaksVrrp, vrrpSockets } from './vrrp-sockets.ts';

/**
 * Which keepalived tells the events. One that is killed says nothing, and leaves its address on the
 * interface; the other host becomes MASTER all the same. So what it told has to end with it.
 *
 * It is known by what it does, as it may have any name: it starts the hook, and has the FIFO open for writing.
 */

/** A process that may be one that tells. */
interface Candidate {
  readonly pid: number;
  readonly ticks: number;
  /** What it was started with. */
  readonly command: readonly string[];
  readonly kind: ProgramKind;
}

/**
 * The keepalived that started this process, perhaps by way of scripts and of programs like `sudo`. `undefined`
 * where it was started by hand or by something else: then nobody knows how long the event counts.
 */
export function keepalivedAbove(): Teller | undefined {
  const own = readBelonging('self');
  const above = ancestorsFrom(own?.parent);
  const named = above.find(({ kind }) => kind === 'keepalived');
  if (named !== undefined) return tellerOf(named);
  const strangers = above.filter(({ kind }) => kind === 'other');
  const isByHand = own?.hasTerminal === true;
  const found =
    speaker(strangers) ??
    (isByHand ? undefined : (nearest(strangers, own?.group) ?? founder(own?.session)));
  return found === undefined ? undefined : tellerOf(found);
}

/** From the parent up to whoever lets people in; none above a keepalived that is known by its name. */
function ancestorsFrom(parent = 0): readonly Candidate[] {
  const above: Candidate[] = [];
  let pid = parent;
  while (pid > 0) {
    const one = candidate(pid);
    if (one === undefined || one.kind === 'starter') break;
    above.push(one);
    if (one.kind === 'keepalived') break;
    pid = one.parent;
  }
  return above;
}

function candidate(pid: number): (Candidate & { readonly parent: number }) | undefined {
  const stat = readProcess(pid);
  if (stat === undefined) return undefined;
  const command = commandOf(pid);
  return { ...stat, pid, command, kind: kindOfCommand(command) };
}

function speaker(strangers: readonly Candidate[]): Candidate | undefined {
  if (strangers.length === 0) return undefined;
  const sockets = vrrpSockets('self');
  return (
    strangers.find(({ pid }) => speaksVrrp(pid, sockets)) ??
    strangers.find(({ command }) => nameOfCommand(command).startsWith('keepalived'))
  );
}

/**
 * keepalived starts each script as the first of a group of its own. So the first of this one's group is what it
 * has started, and ends before it does.
 */
function nearest(
  strangers: readonly Candidate[],
  group: number | undefined,
): Candidate | undefined {
  const [first, second] = strangers;
  return first?.pid === group && second !== undefined ? second : first;
}

/** A script that does not wait for its hook is gone by now, but the session is still that of keepalived. */
function founder(session = 0): Candidate | undefined {
  const one = session === process.pid ? undefined : candidate(session);
  return one?.kind === 'keepalived' || one?.kind === 'other' ? one : undefined;
}

/**
 * Who has a FIFO open for writing, the youngest where there are several keepalived: the others watch over it.
 * Looks through all processes, which takes milliseconds. `undefined` where this process may not see which files
 * that one has open.
 */
export function keepalivedAt(fifo: string): Teller | undefined {
  const { holders } = fifoHolders(fifo);
  const writers = holders.flatMap(({ pid, writes }) => (writes ? (candidate(pid) ?? []) : []));
  const named = ofKind('keepalived', writers);
  // Whoever reads may have it open both ways as well, and may be younger.
  const speakers = named.length > 0 ? [] : writers.filter(({ pid }) => speaksVrrp(pid));
  const others = [ofKind('other', writers), ofKind('interpreter', writers)];
  const youngest = youngestOf([named, speakers, ...others].find(({ length }) => length > 0) ?? []);
  return youngest === undefined ? undefined : tellerOf(youngest);
}

function ofKind(kind: ProgramKind, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter((one) => one.kind === kind);
}

function youngestOf(candidates: readonly Candidate[]): Candidate | undefined {
  let youngest: Candidate | undefined;
  for (const one of candidates) {
    if (youngest === undefined || one.ticks >= youngest.ticks) youngest = one;
  }
  return youngest;
}

function tellerOf({ pid, ticks }: Candidate): Teller | undefined {
  const namespace = pidNamespace();
  return namespace === undefined ? undefined : { pid, ticks, namespace };
}
