import type { Reading } from '../../core/owner.ts';
import type { StatusExtras } from '../kind-description.ts';

interface EipStatus {
  /** The EIP that the config wants on the HAVIP, or `null` for none. */
  readonly wanted: string | null;
  /** The EIP that is on it, or `null` for none. */
  readonly bound: string | null;
  /** Of the one that is wanted; `missing` where the account has no such EIP, `none` where there is nothing to say. */
  readonly state: 'attached' | 'loose' | 'elsewhere' | 'missing' | 'none';
  /** What it is bound to instead. */
  readonly at?: string;
}

/** The EIP of a HAVIP, given the one that the config wants there. */
export function eipStatusOf(
  wanted: string | undefined,
  { attached = null, attachment }: Reading,
): StatusExtras {
  const eip = statusOf(wanted ?? null, { bound: attached, attachment });
  return {
    fields: { eip },
    attached: attached === null ? undefined : { what: 'EIP', ip: attached },
    trouble: troubleOf(eip),
    ...(eip.state === 'missing' ? { error: noSuchEip(eip) } : {}),
  };
}

interface Seen {
  readonly bound: string | null;
  readonly attachment: Reading['attachment'];
}

function statusOf(wanted: string | null, { bound, attachment }: Seen): EipStatus {
  if (attachment === undefined) {
    return { wanted, bound, state: bound === null ? 'none' : 'attached' };
  }
  switch (attachment.state) {
    case 'attached':
      return { wanted, bound, state: 'attached' };
    case 'loose':
      return { wanted, bound, state: attachment.isAbsent === true ? 'missing' : 'loose' };
    default:
      return { wanted, bound, state: 'elsewhere', at: attachment.at };
  }
}

function noSuchEip({ wanted }: EipStatus): NonNullable<StatusExtras['error']> {
  return {
    class: 'missing',
    message: `The account has no EIP ${wanted}, which belongs on it`,
    hint: 'Correct eip in the config, and check that the key belongs to the account that owns it',
  };
}

/** What is wrong with it, if anything is. */
function troubleOf({ wanted, bound, state, at }: EipStatus): string | undefined {
  if (state === 'missing') return `there is no EIP ${wanted}`;
  if (state !== 'loose' && state !== 'elsewhere') return undefined;
  if (bound !== null) return `it has EIP ${bound}, not ${wanted}`;
  return state === 'loose' ? `EIP ${wanted} is off, on nothing` : `EIP ${wanted} is on ${at}`;
}
