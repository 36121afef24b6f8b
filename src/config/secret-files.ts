import type { Config } from './config.ts';

/** A file that holds a secret, or part of one. */
export interface SecretFile {
  /** What it is, in words: `API token`. */
  readonly what: string;
  readonly path: string;
}

/** The files that the config names for the secrets of its clouds. Throws `config`. */
export async function secretFilesOf(config: Config): Promise<readonly SecretFile[]> {
  const configured = await Promise.all(config.clouds.map((name) => config.cloud(name)));
  const parts = configured.flatMap(({ secret }) => secret?.parts ?? []);
  return parts.flatMap(({ what, file: { path } }) => (path === undefined ? [] : { what, path }));
}
