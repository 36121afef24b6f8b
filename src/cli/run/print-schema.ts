import type { Io } from '../../app/io.ts';
import { loadConfigParts } from '../../config/config-parts.ts';
import { jsonSchema } from '../../config/schema.ts';

/** The schema of the config file, with the parts of all clouds. */
export async function printSchema({ clouds, stdout }: Io): Promise<void> {
  const schema = jsonSchema(await loadConfigParts(clouds.names, clouds));
  stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
}
