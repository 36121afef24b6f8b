import { loadConfigParts } from '../../src/config/config-parts.ts';
import { jsonSchema } from '../../src/config/schema.ts';
import { clouds } from './clouds.ts';

const parts = await loadConfigParts(clouds.names, clouds);

/** The part of JSON Schema that the schema of the config uses. */
export interface Schema {
  readonly const?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

/** What `floatip config schema` prints. */
export function configSchema(): Schema {
  return jsonSchema(parts);
}

/** `providers.tencent.region` for each key that holds a value; lists and choices are values. */
export function pathsIn({ properties }: Schema, above = ''): readonly string[] {
  return Object.entries(properties ?? {}).flatMap(([key, schema]) =>
    schema.properties === undefined ? [above + key] : pathsIn(schema, `${above}${key}.`),
  );
}

/** Each kind of address, with the keys that it may have. */
export function kindsIn(schema: Schema): ReadonlyMap<string, Schema> {
  const kinds = schema.properties?.['addresses']?.items?.oneOf ?? [];
  return new Map(kinds.map((kind) => [kind.properties?.['kind']?.const ?? '', kind]));
}
