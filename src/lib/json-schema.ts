/** The part of a JSON Schema that says which keys are known where. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

/** The keys that a schema knows for the object at a path; of alternatives, those of all of them. */
export function keysAt(schema: object, path: readonly PropertyKey[]): readonly string[] {
  let level = alternatives(schema);
  for (const key of path) {
    const below = level.map((one) =>
      typeof key === 'number' ? one.items : one.properties?.[String(key)],
    );
    level = below.flatMap((one) => (one === undefined ? [] : alternatives(one)));
  }
  return [...new Set(level.flatMap((one) => Object.keys(one.properties ?? {})))];
}

function alternatives(schema: Schema): readonly Schema[] {
  return [schema, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
}
