import type { OwnerStatus } from '../../app/owner-status.ts';
import type { AddressStatus, StatusReport } from '../../app/status.ts';
import type { Address } from '../../core/address.ts';
import { followText } from '../../core/follow.ts';
import type { Follow } from '../../core/follow.ts';
import { nodeText } from '../../core/node-text.ts';
import { subjectOf } from './explain.ts';

export type Verb = 'assign' | 'release';

export interface OutlookOptions {
  readonly verb: Verb;
  /** The id of the node that the operator named, instead of this host. */
  readonly node: string | undefined;
  readonly addresses: readonly Address[];
}

/** What a command is about to do to each address, a line for each. */
export function outlookOf(
  { self, addresses: statuses }: StatusReport,
  { verb, node, addresses }: OutlookOptions,
): readonly string[] {
  const target = node ?? self?.node;
  const where = node === undefined || node === self?.node ? 'this host' : node;
  const lines = statuses.map((status) => {
    const follow = addresses.find(({ name }) => name === status.name)?.follow;
    const one = { status, follow, target, where };
    const isHere = where === 'this host';
    const told = verb === 'assign' ? comes(one) : leaves(one);
    return `  ${subjectOf(status)}: ${told}${caveat(one, verb === 'assign' && isHere)}`;
  });
  const count = statuses.length === 1 ? 'the one address' : `all ${statuses.length} addresses`;
  const aim =
    verb === 'assign' ? `brings ${count} of the config to` : `takes ${count} of the config from`;
  return [`floatip ${verb} ${aim} ${where}:`, ...lines];
}

interface One {
  readonly status: AddressStatus;
  readonly follow: Follow | undefined;
  /** The node that the command is about, where it is known. */
  readonly target: string | undefined;
  readonly where: string;
}

function comes({ status: { owner }, target, where }: One): string {
  if (isAt(owner, target)) return `${where} has it already`;
  if (owner.state === 'free') return `comes to ${where}; nobody holds it now`;
  if (owner.state === 'unknown') return `comes to ${where}; who holds it now could not be read`;
  return `is taken from ${nodeText(owner)}`;
}

function leaves({ status: { owner, role }, target, where }: One): string {
  if (isAt(owner, target)) {
    const until = role === 'MASTER' ? 'automation takes it back' : 'somebody takes it';
    return `is taken from ${where}, and what it serves is off until ${until}`;
  }
  if (owner.state === 'free') return 'is held by nobody: left alone';
  if (owner.state === 'unknown') return 'who holds it could not be read';
  return `is held by ${nodeText(owner)}: left alone`;
}

function isAt(owner: OwnerStatus, target: string | undefined): boolean {
  return owner.state === 'held' && owner.node === target;
}

/** What keepalived says of this host, where that speaks against it. */
function caveat({ status: { role }, follow }: One, isToBeHere: boolean): string {
  if (role === null || (role === 'MASTER') === isToBeHere) return '';
  const whoever = isToBeHere ? ', so whoever is MASTER takes it back' : '';
  return ` (this host is ${role} of ${followText(follow)}${whoever})`;
}
