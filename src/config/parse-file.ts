import { withCloud } from '../core/address.ts';
import { parseYaml } from '../lib/yaml.ts';
import type { YamlSource } from '../lib/yaml.ts';
import { isFailure } from '../ports/failure.ts';
import type { Clouds } from '../providers/clouds.ts';
import { adviceFor } from './advice.ts';
import { loadConfigParts } from './config-parts.ts';
import { problemsOf } from './problems.ts';
import { configFileOf } from './schema.ts';
import type { ConfigFile } from './schema.ts';

/** Parses a config file. Throws `config` with every problem. */
export async function parseFile(source: YamlSource, clouds: Clouds): Promise<ConfigFile> {
  const { names } = clouds;
  const named = names.filter((name) => source.text.includes(name));
  try {
    return await parseFor(named, source, clouds);
  } catch (error) {
    if (!isFailure(error, 'config') || named.length === names.length) throw error;
    // What else could be there, all clouds together say.
    return await parseFor(names, source, clouds);
  }
}

async function parseFor(
  names: readonly string[],
  source: YamlSource,
  clouds: Clouds,
): Promise<ConfigFile> {
  const parts = await loadConfigParts(names, clouds);
  const advisors = names.map((name) => clouds.described(name));
  const { value, refuse } = parseYaml(source, configFileOf(parts), (unfit) =>
    adviceFor(unfit, advisors),
  );
  const { addresses = [] } = value;
  const all = addresses.map(withCloud);
  refuse([
    ...problemsOf(all),
    ...[...parts.values()].flatMap((part) => part.problemsOf?.(all) ?? []),
  ]);
  return value;
}
