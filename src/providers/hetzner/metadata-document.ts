import { parse } from 'yaml';

import { isRecord } from '../../lib/json.ts';

/** The whole of a server's metadata, which is YAML: plain values by their keys, everything else left out. */
export function plainValuesIn(text: string): Readonly<Record<string, string>> {
  const document = parsed(text);
  if (!isRecord(document)) return {};
  const plain = Object.entries(document).filter(([, value]) =>
    ['string', 'number'].includes(typeof value),
  );
  return Object.fromEntries(plain.map(([key, value]) => [key, String(value)]));
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
