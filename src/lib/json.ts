/** The parsed text, or `undefined` for text that is not JSON. */
export function parseJson(text: string): unknown {
  // What is not there is asked for again and again, and an error takes time to be made.
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
