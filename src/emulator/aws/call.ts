import type { Fate } from '../fate.ts';
import type { Account } from './account.ts';
import type { ActionName } from './description.ts';
import type { Parameters } from './parameters.ts';
import type { Value } from './xml.ts';

/** One request that is signed, allowed and well-formed. */
export interface Call<A extends ActionName> {
  readonly account: Account;
  readonly parameters: Parameters<A>;
  /** How a change goes that this request makes. */
  readonly fate: Fate;
}

/** Carries out an action. Returns the members of the answer, or throws a {@link Refusal}. */
export type Handler<A extends ActionName> = (call: Call<A>) => Readonly<Record<string, Value>>;
