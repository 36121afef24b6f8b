import { networkInterfaces } from 'node:os';

import type { Io } from '../../app/io.ts';
import type { Config } from '../../config/config.ts';
import { kindOfIp, providerNames } from '../../core/address.ts';
import { isPrivateIp } from '../../core/ip.ts';
import { isFailure } from '../../ports/failure.ts';
import { setUps } from '../../providers/registry.ts';

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
  const found = await Promise.all(providerNames.map((cloud) => listedBy(cloud, config, io)));
  return { addresses: found.flat(), interfaces: interfacesIn(networkInterfaces()) };
}

async function listedBy(
  cloud: (typeof providerNames)[number],
  config: Config,
  { clock, random, signal, adapter }: Io,
): Promise<Proposals['addresses']> {
  const late = new AbortController();
  const cancel = clock.after(patienceMs, () => late.abort());
  const network = adapter === undefined ? {} : { adapter };
  try {
    const { identity } = await setUps[cloud]();
    const { metadata } = config[cloud];
    const { listedIps } = await identity({ metadata, clock, random, ...network }).introduce(
      AbortSignal.any([signal, late.signal]),
    );
    // The same one may be listed under an old name and a new one.
    return [...new Set(listedIps)].flatMap((ip) => {
      const kind = kindOfIp(cloud, ip);
      return kind === undefined ? [] : [{ kind, ip }];
    });
  } catch (error) {
    // Another cloud's host, or none.
    if (isFailure(error) || late.signal.aborted) return [];
    throw error;
  } finally {
    cancel();
  }
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
