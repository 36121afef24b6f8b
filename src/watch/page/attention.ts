import type { AddressLook } from './look.ts';

/** Whether somebody should look at it: it is not where it should be, or nobody knows, or nobody has it. */
export function needsAttention({ verdict, owner, why, error }: AddressLook): boolean {
  if (verdict === 'ok') return error !== undefined || why !== undefined;
  return verdict !== 'elsewhere' || owner.state === 'free';
}
