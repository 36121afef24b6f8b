import { withCloud } from '../core/address.ts';
import type { Problem } from '../lib/yaml/issue.ts';
import { parseYaml } from '../lib/yaml/yaml.ts';
import type { YamlSource } from '../lib/yaml/yaml.ts';
import { isFailure } from '../ports/failure.ts';
import type { Clouds } from '../providers/clouds.ts';
import { adviceFor } from './advice.ts';
import { loadConfigParts } from './config-parts.ts';
import { followProblemsOf } from './follow-problems.ts';
import { problemsOf } from './problems.ts';
import { configFileOf } from './schema.ts';
import type { ConfigFile, ConfigParts } from './schema.ts';
import { soundPartOf } from './sound-part.ts';
import type { SoundPart } from './sound-part.ts';

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
  const schema = configFileOf(parts);
  const { value, refuse } = parseYaml(source, schema, {
    advise: (unfit) => adviceFor(unfit, advisors),
    // Whoever corrects the one wants to know of the other.
    beside: (plain) => rulesBroken(soundPartOf(plain, schema), parts),
  });
  const { addresses = [] } = value;
  const positions = [...addresses.keys()];
  refuse(rulesBroken({ ...value, addresses, positions, hasAllLeases: true }, parts));
  return value;
}

/** What no schema can say. */
function rulesBroken(
  { addresses, positions, hasAllLeases, ...rest }: SoundPart,
  parts: ConfigParts,
): readonly Problem[] {
  const all = addresses.map(withCloud);
  const knowsByName = [...parts].flatMap(([name, part]) => (part.knowsByName ? [name] : []));
  const problems = [
    ...problemsOf(all, { knowsByName: new Set(knowsByName), positions }),
    ...(hasAllLeases ? followProblemsOf({ addresses, ...rest }) : []),
    ...[...parts.values()].flatMap((part) => part.problemsOf?.(all) ?? []),
  ];
  return problems.map((problem) => inFile(problem, positions));
}

/** With the place in the file of the address that it is about. */
function inFile({ path, text }: Problem, positions: readonly number[]): Problem {
  const [list, index, ...rest] = path;
  if (list !== 'addresses' || typeof index !== 'number') return { path, text };
  return { path: [list, positions[index] ?? index, ...rest], text };
}
