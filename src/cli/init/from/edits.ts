import type { KeepalivedConfig } from '../../../triggers/keepalived-config/keepalived-config.ts';
import type { Position } from '../../../triggers/keepalived-config/position.ts';
import type { VrrpInstance } from '../../../triggers/keepalived-config/vrrp-instance.ts';
import { lowerPriorityLine, notifyLine } from '../../keepalived/hook-lines.ts';
import { fifoPath } from '../../keepalived/keepalived-lines.ts';
import { block } from '../block.ts';
import type { Way } from '../choices.ts';
import type { KindFacts } from '../kind-facts.ts';
import type { AddressEntry } from '../plan.ts';
import { vipsOf } from '../vips.ts';
import { isOurs, moves } from './scripts.ts';
import type { ReadScript } from './scripts.ts';
import { blockName } from './targets.ts';
import type { Target } from './targets.ts';

/** A change of keepalived.conf, or of a file that it includes. */
export interface Edit {
  /** The line that a block begins with, or that is taken out; none for a block of its own. */
  readonly at: Position | undefined;
  /** Lines that the block gets at its beginning; nothing where the line is taken out. */
  readonly lines: readonly string[] | undefined;
}

/** What has to change, and what its operator has to know. */
export interface Proposal {
  readonly edits: readonly Edit[];
  readonly notes: readonly string[];
}

export interface Existing {
  readonly config: KeepalivedConfig;
  /** Where its first global_defs is, if it has any. */
  readonly globalDefs: Position | undefined;
  readonly targets: readonly Target[];
  readonly entries: readonly AddressEntry[];
  readonly by: Way;
  readonly facts: ReadonlyMap<string, KindFacts>;
  readonly readScript: ReadScript;
}

/** What a keepalived.conf that is there needs, so that its targets tell floatip. */
export function proposalFor(existing: Existing): Proposal {
  const { targets, entries } = existing;
  const followed = targets.filter(({ name }) => entries.some(({ follow }) => follow === name));
  const parts = [
    globalEdits(existing),
    ...followed.flatMap((target) => [notifyEdits(target, existing), memberEdits(target, existing)]),
  ];
  return {
    edits: parts.flatMap(({ edits }) => edits),
    notes: parts.flatMap(({ notes }) => notes),
  };
}

function globalEdits({ config: { globals }, globalDefs, by }: Existing): Proposal {
  const [fifo] = globals.fifos;
  const isOther = by !== 'hooks' && fifo !== undefined && fifo.path !== fifoPath;
  const lines = [
    ...(globals.scriptUser === undefined && by !== 'fifo' ? ['script_user root'] : []),
    ...(by === 'hooks' || fifo !== undefined ? [] : [`vrrp_notify_fifo ${fifoPath} root root`]),
  ];
  const note = `keepalived writes to ${fifo?.path} already, in ${placeOf(fifo?.at)}, and a FIFO has one reader: if that is another program, use --by hooks; else name it in floatip.service`;
  return {
    edits: lines.length === 0 ? [] : [{ at: globalDefs, lines }],
    notes: isOther ? [note] : [],
  };
}

/** Of two lines with one keyword in a block, keepalived takes the first, and says so in its own log alone. */
function notifyEdits(target: Target, { by, entries, readScript }: Existing): Proposal {
  const edits: Edit[] = [];
  const notes: string[] = [];
  const labels = entries.flatMap(({ ip, id }) => [ip, id].filter((one) => typeof one === 'string'));
  let hasNotify = false;
  for (const line of target.notifies) {
    if (isOurs(line, readScript)) hasNotify ||= line.keyword === 'notify';
    else if (moves(line, labels, readScript)) {
      edits.push({ at: line.at, lines: undefined });
      notes.push(
        `${placeOf(line.at)}: ${line.command[0]} moves the address itself, so ${line.keyword} is taken out: two programs would take it from each other`,
      );
    } else if (line.keyword === 'notify') {
      hasNotify = true;
      if (by !== 'fifo') notes.push(secondNotify(target, line.at));
    }
  }
  if (by !== 'fifo' && !hasNotify) edits.push({ at: target.at, lines: [notifyLine] });
  return { edits, notes };
}

function secondNotify(target: Target, at: Position): string {
  return `${placeOf(at)}: ${blockName(target)} has a notify already, and keepalived ignores a second one. Let that script end with: exec /etc/floatip/keepalived-notify "$@". Or leave it alone, and use --by fifo`;
}

function memberEdits(target: Target, existing: Existing): Proposal {
  return {
    edits: target.members.flatMap((member) => {
      const lines = linesFor(member, target, existing);
      return lines.length === 0 ? [] : [{ at: member.at, lines }];
    }),
    notes: [],
  };
}

function linesFor(member: VrrpInstance, target: Target, existing: Existing): readonly string[] {
  const { by, entries, facts, readScript } = existing;
  const isTold = member.notifies.some(
    (line) => line.keyword === 'notify_master_rx_lower_pri' && isOurs(line, readScript),
  );
  const followers = entries.filter(({ follow }) => follow === target.name);
  const wanted = new Set(followers.flatMap(({ kind }) => facts.get(kind)?.announced ?? []));
  const present = new Set([
    ...(member.garpMasterDelay === undefined ? [] : ['garp_master_delay']),
    ...(member.garpMasterRefresh === undefined ? [] : ['garp_master_refresh']),
  ]);
  const hasVip = member.virtualAddresses.length > 0;
  const needsHook = by !== 'fifo' || target.type === 'group';
  return [
    ...(member.higherPrioSendAdvert === undefined ? ['higher_prio_send_advert'] : []),
    ...(hasVip
      ? []
      : missingVip(
          member,
          followers.filter(({ kind }) => facts.get(kind)?.announced !== undefined),
        )),
    ...[...wanted].filter((line) => !present.has(line.split(' ')[0] ?? '')),
    ...(needsHook && !isTold ? [lowerPriorityLine(target)] : []),
  ];
}

/** What keepalived announces; else one that means nothing to anybody, as newer versions refuse to go without. */
function missingVip(member: VrrpInstance, followers: readonly AddressEntry[]): readonly string[] {
  const vips = vipsOf({
    followers,
    given: undefined,
    device: member.interface?.value ?? 'eth0',
    routerId: member.virtualRouterId?.value ?? 51,
    family: member.unicastSource?.value.includes(':') === true ? 6 : 4,
  });
  return block(
    'virtual_ipaddress',
    vips.map(({ ip, device }) => `${ip} dev ${device}`),
  );
}

function placeOf(at: Position | undefined): string {
  return at === undefined ? '' : `${at.file}:${at.line}`;
}
