import { isSamePair } from '../lib/secret.ts';
import type { Secret } from '../lib/secret.ts';
import { isFailure } from '../ports/failure.ts';
import type { Config } from './config.ts';
import type { Environment } from './environment.ts';
import { digitalOceanTokenSources, findIn, fromVariable, keyPairIn, places } from './secrets.ts';
import type { SecretSources } from './secrets.ts';

/** What is odd about secrets that can be used: where two places disagree, which of them counts. */
export function secretConflicts(
  { clouds, digitalocean, tencent }: Pick<Config, 'clouds' | 'digitalocean' | 'tencent'>,
  env: Environment,
): readonly string[] {
  return [
    ...(clouds.includes('tencent') ? keyPairConflicts(tencent, env) : []),
    ...(clouds.includes('digitalocean')
      ? tokenConflicts(digitalOceanTokenSources(digitalocean.tokenFile), env)
      : []),
  ];
}

function tokenConflicts(sources: SecretSources, env: Environment): readonly string[] {
  const fromPlaces = places.slice(0, 2).map((place) => tried(() => findIn(place, sources, env)));
  const fromVariables = sources.variables.map((variable) =>
    tried(() => fromVariable(variable, sources.what, env)),
  );
  const [used, ...others] = [...fromPlaces, ...fromVariables].filter(isThere);
  const differing = others.filter((other) => used?.isSame(other) === false);
  return [...noteOf(used), ...differing.flatMap((other) => tell(sources.what, used, other))];
}

function keyPairConflicts(files: Config['tencent'], env: Environment): readonly string[] {
  const pairs = places.map((place) => tried(() => keyPairIn(place, files, env)));
  const [used, ...others] = pairs.filter(isThere);
  const differing = others.filter((other) => used !== undefined && !isSamePair(used, other));
  return [
    ...noteOf(used?.secretId),
    ...noteOf(used?.secretKey),
    ...differing.flatMap((other) => tell('key pair', used?.secretId, other.secretId)),
  ];
}

function noteOf(used: Secret | undefined): readonly string[] {
  const { text = '', note } = used?.origin ?? {};
  return note === undefined ? [] : [`${text} ${note}`];
}

function tell(what: string, used: Secret | undefined, other: Secret): readonly string[] {
  const [first, second] = [used?.origin?.text, other.origin?.text];
  return [
    `the ${what} of ${first} is used, and that of ${second} is another one: remove the one that is not meant`,
  ];
}

/** What cannot be used is told where it is to be used. */
function tried<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isFailure(error)) return undefined;
    throw error;
  }
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}
