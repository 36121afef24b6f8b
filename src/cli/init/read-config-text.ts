import { adviceFor } from '../../config/advice.ts';
import { configOf } from '../../config/config.ts';
import type { Config } from '../../config/config.ts';
import { problemsOf } from '../../config/problems.ts';
import { configFile } from '../../config/schema.ts';
import { parseYaml } from '../../lib/yaml.ts';

/** Reads a config that is not in a file yet, as a file is read. Throws `config`. */
export function readConfigText(path: string, text: string): Config {
  const { value, refuse } = parseYaml({ path, text }, configFile, adviceFor);
  refuse(problemsOf(value.addresses ?? []));
  return configOf(path, value);
}
