import { configOf } from '../../config/config.ts';
import type { Config } from '../../config/config.ts';
import { parseFile } from '../../config/parse-file.ts';
import type { Clouds } from '../../providers/clouds.ts';

/** Reads a config that is not in a file yet, as a file is read. Throws `config`. */
export async function readConfigText(path: string, text: string, clouds: Clouds): Promise<Config> {
  return configOf(await parseFile({ path, text }, clouds), { path, env: {}, clouds });
}
