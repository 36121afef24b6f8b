import type { Address } from '../core/address.ts';
import type { ConfigFile } from './schema.ts';

/** The settings of one run: the file, with what the environment overrides and the defaults. */
export interface Config {
  /** The file it came from, if there is one. */
  readonly path: string | undefined;
  readonly cluster: string | undefined;
  readonly addresses: readonly Address[];
  readonly digitalocean: DigitalOceanConfig;
  readonly timing: Timing;
}

export interface DigitalOceanConfig {
  readonly tokenFile: string | undefined;
  /** Base URL of the API, without a path. */
  readonly endpoint: string;
  /** Base URL of the metadata service, without a path. */
  readonly metadata: string;
}

/** All in milliseconds. */
export interface Timing {
  readonly requestMs: number;
  readonly deadlineMs: number;
  readonly intervalMs: number;
}

export function configOf(path: string | undefined, file: ConfigFile): Config {
  const { cluster, addresses = [], providers = {}, timing = {} } = file;
  const { digitalocean = {} } = providers;
  return {
    path,
    cluster,
    addresses: addresses.map(withoutUndefined),
    digitalocean: {
      tokenFile: digitalocean.tokenFile,
      endpoint: digitalocean.endpoint ?? 'https://api.digitalocean.com',
      metadata: digitalocean.metadata ?? 'http://169.254.169.254',
    },
    timing: {
      requestMs: timing.request ?? 5000,
      deadlineMs: timing.deadline ?? 60_000,
      intervalMs: timing.interval ?? 10_000,
    },
  };
}

type ParsedAddress = NonNullable<ConfigFile['addresses']>[number];

function withoutUndefined({ follow, ...address }: ParsedAddress): Address {
  return follow === undefined ? address : { ...address, follow };
}
