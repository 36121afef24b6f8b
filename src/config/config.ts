import { providerNames, providerOf } from '../core/address.ts';
import type { Address, ProviderName } from '../core/address.ts';
import type { AlertsConfig } from './alerts-schema.ts';
import type { ConfigFile } from './schema.ts';

/** The settings of one run: the file, with what the environment overrides and the defaults. */
export interface Config {
  /** The file it came from, if there is one. */
  readonly path: string | undefined;
  /** Why that file cannot be used as it is now, and from when the one is that this was made of. */
  readonly instead?: string;
  readonly cluster: string | undefined;
  readonly addresses: readonly Address[];
  /** The clouds that the file names, by their settings or by an address. */
  readonly clouds: readonly ProviderName[];
  readonly digitalocean: DigitalOceanConfig;
  readonly tencent: TencentConfig;
  readonly timing: Timing;
  /** Whom to tell of what; without it, nobody. */
  readonly alerts?: AlertsConfig;
}

export interface DigitalOceanConfig {
  readonly tokenFile: string | undefined;
  /** Base URL of the API, without a path. */
  readonly endpoint: string;
  /** Base URL of the metadata service, without a path. */
  readonly metadata: string;
}

export interface TencentConfig {
  /** Without it, the metadata service says. */
  readonly region: string | undefined;
  /** The files of a key pair; without them and without a key pair in the environment, the CAM role. */
  readonly secretIdFile: string | undefined;
  readonly secretKeyFile: string | undefined;
  /** Base URL of the API, without a path; without it, the one inside the VPC, else the public one. */
  readonly endpoint: string | undefined;
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
  return {
    path,
    cluster,
    addresses,
    clouds: providerNames.filter(
      (cloud) =>
        providers[cloud] !== undefined || addresses.some(({ kind }) => providerOf(kind) === cloud),
    ),
    digitalocean: digitalOceanOf(providers.digitalocean ?? {}),
    tencent: tencentOf(providers.tencent ?? {}),
    timing: {
      requestMs: timing.request ?? 5000,
      deadlineMs: timing.deadline ?? 60_000,
      intervalMs: timing.interval ?? 10_000,
    },
    ...(file.alerts === undefined ? {} : { alerts: file.alerts }),
  };
}

type Providers = NonNullable<ConfigFile['providers']>;

function digitalOceanOf(file: NonNullable<Providers['digitalocean']>): DigitalOceanConfig {
  return {
    tokenFile: file.tokenFile,
    endpoint: file.endpoint ?? 'https://api.digitalocean.com',
    metadata: file.metadata ?? 'http://169.254.169.254',
  };
}

function tencentOf(file: NonNullable<Providers['tencent']>): TencentConfig {
  const { region, endpoint, credentials = 'role' } = file;
  return {
    region,
    endpoint,
    secretIdFile: credentials === 'role' ? undefined : credentials.secretIdFile,
    secretKeyFile: credentials === 'role' ? undefined : credentials.secretKeyFile,
    metadata: file.metadata ?? 'http://metadata.tencentyun.com',
  };
}
