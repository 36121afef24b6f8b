import { withCloud } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import { withPart } from '../core/spread.ts';
import type { Clouds } from '../providers/clouds.ts';
import type { ConfiguredCloud } from '../providers/configured-cloud.ts';
import type { AlertsConfig } from './alerts-schema.ts';
import { givenTo } from './environment.ts';
import type { Environment } from './environment.ts';
import type { HostsFile } from './hosts-schema.ts';
import type { LeasesFile } from './leases-schema.ts';
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
  readonly clouds: readonly string[];
  /** How hosts elect one of them, where an address wants that. */
  readonly leases: LeasesFile | undefined;
  /** Hosts that run nothing, between which addresses are moved, by the names of their fleets. */
  readonly hosts: HostsFile | undefined;
  readonly timing: Timing;
  /** Whom to tell of what; without it, nobody. */
  readonly alerts?: AlertsConfig;
  /** The watchers of the other hosts of the pair: `HOST:PORT`, or `HOST`. */
  readonly peers: readonly string[];
  /** How often the watcher looks at what a failover needs; without one, never. Milliseconds. */
  readonly doctorMs: number | undefined;
  /** `IP:PORT` of UDP, where the watcher answers doctor of the peers, which measures the network. */
  readonly jitterAt: string | undefined;
  /** A cloud with its settings. Throws `config` where these cannot be used. */
  cloud(name: string): Promise<ConfiguredCloud>;
}

/** All in milliseconds. */
export interface Timing {
  readonly requestMs: number;
  readonly deadlineMs: number;
  readonly intervalMs: number;
}

export interface ConfigSource {
  readonly path: string | undefined;
  readonly env: Environment;
  readonly clouds: Clouds;
}

export function configOf(file: ConfigFile, { path, env, clouds }: ConfigSource): Config {
  const { cluster, addresses: listed = [], providers = {}, leases, timing = {} } = file;
  const addresses = listed.map(withCloud).map(withPart);
  const configured = new Map<string, ConfiguredCloud>();
  return {
    path,
    cluster,
    addresses,
    clouds: clouds.names.filter(
      (name) => providers[name] !== undefined || addresses.some(({ cloud }) => cloud === name),
    ),
    leases,
    hosts: file.hosts,
    timing: {
      requestMs: timing.request ?? 5000,
      deadlineMs: timing.deadline ?? 60_000,
      intervalMs: timing.interval ?? 10_000,
    },
    ...(file.alerts === undefined ? {} : { alerts: file.alerts }),
    peers: file.peers ?? [],
    doctorMs: doctorMsOf(file),
    jitterAt: file.doctor?.jitter,
    async cloud(name) {
      const known = configured.get(name);
      if (known !== undefined) return known;
      const description = await clouds.describe(name);
      const own = addresses.filter((address) => address.cloud === name);
      const given = { ...givenTo(name, { path, env }), addresses: own, env };
      const cloud = description.configure(providers[name], given);
      configured.set(name, cloud);
      return cloud;
    },
  };
}

const hourMs = 3_600_000;

function doctorMsOf({ doctor }: ConfigFile): number | undefined {
  if (doctor?.interval === 'never') return undefined;
  return doctor?.interval ?? hourMs;
}
