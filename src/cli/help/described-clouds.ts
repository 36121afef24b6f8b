import { cloudOf } from '../../core/address.ts';
import type { Clouds } from '../../providers/clouds.ts';
import type { CloudDescription } from '../../providers/description.ts';
import { isHelpWanted } from './help-words.ts';

/** The clouds that a command line speaks of before it is run: all where help is wanted, that of `--kind`, or none. */
export async function describedClouds(
  words: readonly string[],
  clouds: Clouds,
): Promise<readonly CloudDescription[]> {
  if (isHelpWanted(words)) return await clouds.describeAll();
  const kind = kindIn(words);
  if (kind === undefined) return [];
  const name = cloudOf(kind);
  const cloud = clouds.names.includes(name) ? await clouds.describe(name) : undefined;
  const isKnown = cloud?.kinds.some((one) => one.name === kind) === true;
  // Where it is none, all of them are told.
  return cloud !== undefined && isKnown ? [cloud] : await clouds.describeAll();
}

function kindIn(words: readonly string[]): string | undefined {
  const option = words.findLastIndex((word) => /^--kind(?:=|$)/.test(word));
  if (option < 0) return undefined;
  return /^--kind=(.*)$/s.exec(words[option] ?? '')?.[1] ?? words[option + 1] ?? '';
}
