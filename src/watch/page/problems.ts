import { needsAttention } from './attention.ts';
import type { AddressLook, Problem } from './look.ts';

/** What is wrong with the addresses. What is the same with many of them is said once. */
export function problemsOf(addresses: readonly AddressLook[]): readonly Problem[] {
  const found = new Map<string, Problem>();
  for (const address of addresses.filter(needsAttention)) {
    const problem = problemOf(address);
    const key = `${problem.isBeingMended} ${problem.message} ${problem.hint}`;
    const names = [...(found.get(key)?.names ?? []), address.name];
    found.set(key, { ...problem, names });
  }
  return [...found.values()];
}

function problemOf({ owner, error, why, verdict, taking }: AddressLook): Omit<Problem, 'names'> {
  const mended = taking === undefined ? {} : ({ isBeingMended: true } as const);
  if (owner.state === 'unknown') {
    const { message, hint } = owner.error;
    return { message: `Its owner cannot be read: ${message}`, hint, ...mended };
  }
  if (error !== undefined) return { message: error.message, hint: error.hint, ...mended };
  const hint = owner.state === 'free' && verdict === 'elsewhere' ? nobodyHint : hints[verdict];
  return { message: sentence(why ?? `It is ${verdict}`), hint, ...mended };
}

const nobodyHint =
  'Look at the host that should hold it: whether keepalived is MASTER there, and floatip history';

const hints: Readonly<Partial<Record<AddressLook['verdict'], string>>> = {
  'should-move': 'It is tried again and again; see why not with: floatip history',
  contested: 'See on the other host who takes it, with: floatip history',
  unknown: 'See what this host can find out of itself, with: floatip status',
};

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
