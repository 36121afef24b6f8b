import { probeText } from '../../core/probe.ts';
import { shorten } from '../../core/shorten.ts';
import type { Actor, Recorded } from '../../ports/journal.ts';
import { subjectOf } from './explain.ts';

/** What an entry of the journal tells an operator; `undefined` for what only a program wants to know. */
export function sentenceOf(entry: Recorded): string | undefined {
  switch (entry.type) {
    case 'event':
      return event(entry);
    case 'contested': {
      const wait =
        entry.coolOffMs === 0 ? 'at once' : `in ${(entry.coolOffMs / 1000).toFixed(1)} s`;
      return `${entry.address} contested: taken by ${entry.by ?? 'nobody'}, will be taken back ${wait} (loss ${entry.losses})`;
    }
    case 'warning':
      return `warning: ${entry.message}. ${entry.hint}`;
    case 'probe':
      return probe(entry);
    case 'unheard':
      return unheard(entry);
    case 'outcome':
      return outcome(entry);
    case 'trigger':
      return `${entry.by} says ${entry.says}: ${onOneLine(entry.why)}`;
    case 'undelivered':
      return `${entry.channel}: ${entry.alerts} ${entry.alerts === 1 ? 'alert' : 'alerts'} not delivered: ${onOneLine(entry.reason)}`;
    default:
      return onThisHost(entry);
  }
}

/** What was done on the host itself, around a move. */
function onThisHost(entry: Recorded): string | undefined {
  if (entry.type === 'host') return host(entry);
  if (entry.type === 'guest') return guest(entry);
  return entry.type === 'after' ? after(entry) : undefined;
}

/** Of a group, keepalived says priority 0 whatever its instances have. */
function event({ who, ...told }: Recorded & { readonly type: 'event' }): string {
  const { scope, name, state, priority } = told;
  const by = who?.how === 'operator' ? ` (typed by ${actorText(who)})` : '';
  if (scope === 'GROUP') return `group ${name} ${state}${by}`;
  return priority === null
    ? `${name} ${state}${by}`
    : `${name} ${state} (priority ${priority})${by}`;
}

function probe(entry: Recorded & { readonly type: 'probe' }): string {
  if (entry.isAnswered) return onOneLine(`${entry.address} ${probeText(entry)}`);
  const seconds = (entry.ms / 1000).toFixed(1);
  const why = entry.why === undefined ? '' : `: ${entry.why}`;
  return onOneLine(`${entry.address}: nobody answered at ${entry.asked} for ${seconds} s${why}`);
}

function unheard({ event: told, reason, lateMs }: Recorded & { readonly type: 'unheard' }): string {
  return `a hook could not run, so ${told} was heard ${(lateMs / 1000).toFixed(1)} s late: ${reason}`;
}

function outcome({ result, cause, names, who }: Recorded & { readonly type: 'outcome' }): string {
  const { from, to, owner, outcome: ending, durationMs, writes, error, why } = result;
  const call = (node: string | null): string => (node === null ? 'nobody' : (names[node] ?? node));
  const subject = subjectOf(result);
  const seconds = (durationMs / 1000).toFixed(2);
  const by = who === undefined ? '' : `, by ${actorText(who)}`;
  const because = `(${cause}, ${writes} ${writes === 1 ? 'write' : 'writes'}${by})`;
  switch (ending) {
    case 'moved':
      if (from === to) return `${subject} completed at ${call(to)} in ${seconds} s ${because}`;
      return `${subject} ${from === null ? '' : `${call(from)} `}→ ${call(to)} in ${seconds} s ${because}`;
    case 'already-held':
      return `${subject} already at ${call(to)} ${because}`;
    case 'released':
      return `${subject} ${call(from)} → nobody in ${seconds} s ${because}`;
    default: {
      const reason = error?.message ?? why;
      const left = owner === undefined ? '' : `, held by ${call(owner)},`;
      return `${subject} ${ending} after ${seconds} s${left} ${because}${reason === undefined ? '' : `: ${onOneLine(reason)}`}`;
    }
  }
}

function guest(entry: Recorded & { readonly type: 'guest' }): string {
  const { address, ip, interface: device, change, error } = entry;
  const what = change === 'put' ? `put on ${device}` : `taken off ${device}`;
  if (error === undefined) return `${address}: ${ip} ${what}`;
  const hint = error.hint === undefined ? '' : `. ${error.hint}`;
  return `${address}: ${ip} could not be ${what}: ${onOneLine(error.message + hint)}`;
}

function after(entry: Recorded & { readonly type: 'after' }): string {
  const { address, program, ok, durationMs, why = '' } = entry;
  const how = ok ? `in ${(durationMs / 1000).toFixed(2)} s` : `failed: ${onOneLine(why)}`;
  return `${address}: ran ${program} ${how}`;
}

function actorText({ how, user = 'somebody', as, tty }: Actor): string {
  if (how !== 'operator') return how;
  const where = tty === undefined ? 'without a terminal' : `on ${tty}`;
  return `${user}${as === undefined ? '' : ` as ${as}`} ${where}`;
}

/** A page of an error is a page; all of it is in the journal. */
const mostOfReason = 300;
/** What stands in the place of a control character, with what else of a colour is left of it. */
const remains = /\uFFFD(?:\[[\d;]*[A-Za-z])?/g;
/** A cloud that writes the escapes of JSON twice. */
const escapes = /(?:\\[nrt])+/g;

function onOneLine(text: string): string {
  const plain = text.replaceAll(remains, ' ').replaceAll(escapes, ' ');
  return shorten(plain.replaceAll(/\s+/g, ' ').trim(), mostOfReason);
}

/** A host of a fleet, of which this one is a controller. */
function host(entry: Extract<Recorded, { readonly type: 'host' }>): string {
  const { fleet, name, node, is, controllers, of } = entry;
  const who = name === node ? node : `${name} (${node})`;
  return `${who} of hosts ${fleet} is ${is}, as ${controllers} of ${of} controllers say`;
}
