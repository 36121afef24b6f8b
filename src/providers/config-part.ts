import type { GenericSchema, InferOutput, ObjectEntries, ObjectSchema } from 'valibot';

import type { Address } from '../core/address.ts';
import type { Problem, Unfit } from '../lib/yaml/issue.ts';

/** What an address of a kind has, by the keys that the config takes for it. */
export type FieldsOf<Entries extends ObjectEntries> = Readonly<
  InferOutput<ObjectSchema<Entries, undefined>>
>;

/** What a cloud has to say of the config file. */
export interface ConfigPart {
  /** Its part below `providers`. */
  readonly section: GenericSchema;
  /** For each of its kinds, in their order, the keys besides `name`, `kind`, `follow` and `vip`. */
  readonly addresses: Readonly<Record<string, ObjectEntries>>;
  /** Whether an address needs neither an IP nor an id: its name in the config says which one is meant. */
  readonly knowsByName?: true;
  /** What is wrong with addresses beyond the schema. Given all of the config, of any cloud, for their places. */
  problemsOf?(addresses: readonly Address[]): readonly Problem[];
  /** What can be used as it is, and is hardly what was meant. Given all of the config, of any cloud. */
  warningsOf?(addresses: readonly Address[]): readonly string[];
  /** What to write instead of a value that is not what it should be, of a key that only this cloud has. */
  adviceFor?(unfit: Unfit): string | undefined;
}
