import type { Given } from '../configured-cloud.ts';
import { isExec } from './address.ts';

/** The part of the config that is about no address: there is none. */
export type Section = object;

export interface Settings {
  /** What the programs call this host; nothing where the config does not say. */
  readonly node: string | undefined;
  /** What the programs' environment is made of. Not to be looked at: it may hold their secrets. */
  readonly environment: () => Readonly<Record<string, string | undefined>>;
}

export function settingsOf(
  _section: Partial<Section>,
  { addresses = [], env = {} }: Given,
): Settings {
  return { node: addresses.find(isExec)?.node, environment: () => env };
}
