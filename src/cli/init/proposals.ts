import { networkInterfaces } from 'node:os';

import type { Io } from '../../app/io.ts';
import type { Config } from '../../config/config.ts';
import type { Environment } from '../../config/environment.ts';
import { secretReader } from '../../config/secrets.ts';
import { isPrivateIp } from '../../core/ip.ts';
import type { BootCache } from '../../lib/files/boot-cache.ts';
import { isFailure } from '../../ports/failure.ts';
import type { ConfiguredCloud } from '../../providers/configured-cloud.ts';
import type { CloudDescription } from '../../providers/description.ts';

/** What this host says of itself, for the answers that most people will give. */
export interface Proposals {
  /** The addresses that the cloud lists here, with their kinds. */
  readonly addresses: readonly { readonly kind: string; readonly ip: string }[];
  /** The interfaces that the other host may be reached by; private ones first. */
  readonly interfaces: readonly InterfaceIp[];
}

export interface InterfaceIp {
  readonly device: string;
  readonly ip: string;
}

/** A metadata service is near, or there is none. */
const patienceMs = 1500;

/** Asks the metadata services of all clouds at once. */
export async function proposalsFor(config: Config, io: Io): Promise<Proposals> {
  const described = await io.clouds.describeAll();
  const found = await Promise.all(described.map((cloud) => listedBy(cloud, config, io)));
  return { addresses: found.flat(), interfaces: interfacesIn(networkInterfaces()) };
}

async function listedBy(
  { name, kindsOfIp }: CloudDescription,
  config: Config,
  { clock, random, host, signal, adapter }: Io,
): Promise<Proposals['addresses']> {
  const late = new AbortController();
  const cancel = clock.after(patienceMs, () => late.abort());
  try {
    const cloud = await config.cloud(name);
    const tools = {
      clock,
      random,
      host,
      cache: noCache,
      ...(adapter === undefined ? {} : { adapter }),
    };
    const access = { secrets: secretReader(standIns(cloud)), requestMs: patienceMs };
    const { identity } = await cloud.connect(access, tools);
    const { listedIps } = await identity.introduce(AbortSignal.any([signal, late.signal]));
    // The same one may be listed under an old name and a new one.
    return [...new Set(listedIps)].flatMap((ip) => {
      const [kind] = kindsOfIp(ip);
      return kind === undefined ? [] : [{ kind: kind.name, ip }];
    });
  } catch (error) {
    // Another cloud's host, or none.
    if (isFailure(error) || late.signal.aborted) return [];
    throw error;
  } finally {
    cancel();
  }
}

/** Of a run that ends with this. */
const noCache: BootCache = { get: () => undefined, set: () => undefined };

/** There may be no secret yet. A connection wants one, and a metadata service is sent none. */
function standIns({ secret }: ConfiguredCloud): Environment {
  const variables = secret?.isNeeded === true ? secret.parts.map((part) => part.variables[0]) : [];
  return Object.fromEntries(variables.map((variable) => [variable, 'unknown']));
}

/** Those of IPv4 as most networks have it, those of the private network first. */
export function interfacesIn(
  all: Readonly<
    Record<string, readonly { address: string; family: string; internal: boolean }[] | undefined>
  >,
): readonly InterfaceIp[] {
  const ips = Object.entries(all).flatMap(([device, some = []]) =>
    some
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => ({ device, ip: address })),
  );
  const [near, far] = [
    ips.filter(({ ip }) => isPrivateIp(ip)),
    ips.filter(({ ip }) => !isPrivateIp(ip)),
  ];
  // Where there are several, as at some clouds, the first is beside the public one.
  return [...near.toReversed(), ...far];
}
