import type { Secret } from '../lib/secret.ts';
import type { SecretSpec } from '../providers/secret-spec.ts';
import type { Config } from './config.ts';
import type { Environment } from './environment.ts';
import { placesOf, secretIn, usable } from './secrets.ts';

/** What is odd about the secrets of a config that can be used. */
export async function secretConflicts(
  config: Pick<Config, 'clouds' | 'cloud'>,
  env: Environment,
): Promise<readonly string[]> {
  const clouds = await Promise.all(config.clouds.map((name) => config.cloud(name)));
  return clouds.flatMap(({ secret }) => (secret === undefined ? [] : conflictsOf(secret, env)));
}

/** What is odd about one: where two places disagree, which of them counts. */
export function conflictsOf(spec: SecretSpec, env: Environment): readonly string[] {
  const found = placesOf(spec).map((place) => usable(() => secretIn(place, spec, env)));
  const [used, ...others] = found.filter((secrets) => secrets !== undefined);
  if (used === undefined) return [];
  const [{ part: first }] = spec.parts;
  const originIn = (secrets: Secrets): string | undefined => secrets[first]?.origin?.text;
  const differing = others.filter((other) => !isSame(used, other));
  return [
    ...spec.parts.flatMap(({ part }) => noteOf(used[part])),
    ...differing.map((other) => tell(spec.what, originIn(used), originIn(other))),
  ];
}

type Secrets = Readonly<Record<string, Secret | undefined>>;

/** Whether they are the same in all their parts. */
function isSame(one: Secrets, other: Secrets): boolean {
  const parts = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...parts].every((part) => {
    const [left, right] = [one[part], other[part]];
    return left === undefined || right === undefined ? left === right : left.isSame(right);
  });
}

function noteOf(used: Secret | undefined): readonly string[] {
  const { text = '', note } = used?.origin ?? {};
  return note === undefined ? [] : [`${text} ${note}`];
}

function tell(what: string, first: string | undefined, second: string | undefined): string {
  return `the ${what} of ${first} is used, and that of ${second} is another one: remove the one that is not meant`;
}
