import type { AddressDrill } from '../../app/drill/moves.ts';
import { nodeText } from '../../core/node-text.ts';
import { isFailure } from '../../ports/failure.ts';
import type { WorkOptions } from '../options.ts';

type Naming = Pick<WorkOptions, 'config' | 'kind' | 'provider'>;

export interface Leaving {
  /** Where the address is. */
  readonly message: string;
  /** How to put it back, where that is called for. */
  readonly hint?: string;
}

/** Where a drill that ended early has left an address, and the command that puts it back. */
export function wayBack({ plan, left, moves }: AddressDrill, options: Naming): Leaving {
  const { home, away, address } = plan;
  const back = `Put it back with: floatip assign ${address.name} --to ${home.node}${asNamed(options)}`;
  if (isFailure(left)) {
    const isTouched = moves.some(({ result }) => result.writes > 0);
    const at = isTouched ? 'may be on either node' : `was on ${nodeText(home)} before`;
    return { message: `Where it is could not be read (${left.message}): it ${at}`, hint: back };
  }
  const { node, mayMove } = left;
  const named = [home, away].find((one) => one.node === node) ?? { node: node ?? 'nobody' };
  const where = node === null ? 'It is held by nobody' : `It is on ${nodeText(named)}`;
  if (mayMove) return { message: `${where}, and a move may still be under way`, hint: back };
  if (node === home.node) return { message: `${where}, where it was before` };
  return { message: where, hint: back };
}

/** An address that no config lists is found again by what named it. */
function asNamed({ config, kind, provider }: Naming): string {
  const parts = [
    kind === undefined ? '' : ` --kind ${kind}`,
    provider === undefined ? '' : ` --provider ${provider}`,
    config === undefined ? '' : ` -c ${/\s/.test(config) ? `'${config}'` : config}`,
  ];
  return parts.join('');
}
