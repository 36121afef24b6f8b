import { isRecord } from './json.ts';

/** The part of a JSON Schema that says which keys are known where. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly const?: unknown;
}

/** The keys that a schema knows for an object at a path; of alternatives, those that the object is like. */
export function keysAt(
  schema: object,
  path: readonly PropertyKey[],
  object: unknown,
): readonly string[] {
  let level = alternatives(schema);
  for (const key of path) {
    const below = level.map((one) =>
      typeof key === 'number' ? one.items : one.properties?.[String(key)],
    );
    level = below.flatMap((one) => (one === undefined ? [] : alternatives(one)));
  }
  const alike = level.filter((one) => isLike(object, one));
  const known = alike.flatMap((one) => Object.keys(one.properties ?? {}));
  const all = level.flatMap((one) => Object.keys(one.properties ?? {}));
  return [...new Set(known.length > 0 ? known : all)];
}

function alternatives(schema: Schema): readonly Schema[] {
  return [schema, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
}

/** Whether an object has the fixed values that a schema asks for. */
function isLike(object: unknown, { properties = {} }: Schema): boolean {
  if (!isRecord(object)) return true;
  return Object.entries(properties).every(
    ([key, { const: fixed }]) => fixed === undefined || object[key] === fixed,
  );
}
