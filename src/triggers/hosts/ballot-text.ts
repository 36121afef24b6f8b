import type { Ballot } from '../../core/host-health.ts';
import { isRecord, parseJson } from '../../lib/json.ts';

/** A ballot as it stands in etcd. */
export function writeBallot({ well, silent }: Ballot): string {
  return JSON.stringify({ well, silent });
}

/** What makes no sense says nothing of any host. */
export function readBallot(text: string): Ballot {
  const told = parseJson(text);
  const list = (key: string): readonly string[] => {
    const value = isRecord(told) ? told[key] : undefined;
    return Array.isArray(value) ? value.map(String) : [];
  };
  const [well, silent] = [list('well'), list('silent')];
  // Of a host that is in both it is not known what is meant.
  const both = new Set(well.filter((node) => silent.includes(node)));
  const clear = (nodes: readonly string[]): string[] => nodes.filter((node) => !both.has(node));
  return { well: clear(well), silent: clear(silent) };
}

export function readBallots(votes: ReadonlyMap<string, string>): ReadonlyMap<string, Ballot> {
  return new Map([...votes].map(([controller, text]) => [controller, readBallot(text)]));
}
