import type { Config } from './config.ts';

/** A file that holds a secret, or part of one. */
export interface SecretFile {
  /** What it is, in words: `API token`. */
  readonly what: string;
  readonly path: string;
}

/** The files that the config names for the secrets of its clouds. */
export function secretFilesOf({
  digitalocean,
  tencent,
}: Pick<Config, 'digitalocean' | 'tencent'>): readonly SecretFile[] {
  const named = [
    ['API token', digitalocean.tokenFile],
    ['secret id', tencent.secretIdFile],
    ['secret key', tencent.secretKeyFile],
  ] as const;
  return named.flatMap(([what, path]) => (path === undefined ? [] : { what, path }));
}
