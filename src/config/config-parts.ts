import type { Clouds } from '../providers/clouds.ts';
import type { ConfigParts } from './schema.ts';

/** What clouds have to say of the config file. */
export async function loadConfigParts(
  names: readonly string[],
  clouds: Clouds,
): Promise<ConfigParts> {
  const entries = names.map(async (name) => {
    const description = await clouds.describe(name);
    return [name, await description.loadConfigPart()] as const;
  });
  return new Map(await Promise.all(entries));
}
