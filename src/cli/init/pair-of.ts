import { ipVersion, normaliseIp, sameIp } from '../../core/ip.ts';
import { plainText } from '../../core/plain-text.ts';
import { Failure } from '../../ports/failure.ts';
import { isExpressible } from '../keepalived/keepalived-quoting.ts';
import type { SetUpOptions } from './set-up-options.ts';

/** Two hosts, and how they reach each other. */
/** Of which the kernel has settings, and which are none. */
const noInterfaces = new Set(['.', '..', 'all', 'default']);

export interface Pair {
  readonly hosts: readonly [Named, Named];
  readonly device: string;
}

export interface Named {
  readonly name: string;
  readonly ip: string;
}

/** Throws `usage`, with all that is missing at once. */
export function pairOf(options: SetUpOptions): Pair {
  const { self: selfIp, peer: peerIp, interface: device } = options;
  if (selfIp === undefined || peerIp === undefined || device === undefined) throw missing(options);
  const self = hostOf('--self', selfIp, options.selfName);
  const peer = hostOf('--peer', peerIp, options.peerName);
  if (sameIp(self.ip, peer.ip) || self.name === peer.name) {
    throw new Failure('usage', `Both hosts are ${self.name}`, {
      hint: 'Name the private IP of this host with --self, that of the other one with --peer',
    });
  }
  if (ipVersion(self.ip) !== ipVersion(peer.ip)) {
    throw new Failure('usage', `${self.ip} and ${peer.ip} cannot reach each other`, {
      hint: 'Give both as IPv4, or both as IPv6',
    });
  }
  if (!/^[^\s/:*"'{}#!]{1,15}$/.test(device) || noInterfaces.has(device)) {
    throw new Failure('usage', `This is no name of an interface: ${device}`, {
      hint: 'Name the one of the private network, such as eth1: ip -brief address lists them',
    });
  }
  return { hosts: [self, peer], device };
}

function missing(options: SetUpOptions): Failure {
  const needed = { '--self': 'self', '--peer': 'peer', '--interface': 'interface' } as const;
  const absent = Object.entries(needed).flatMap(([flag, key]) =>
    options[key] === undefined ? [flag] : [],
  );
  return new Failure('usage', `A pair of hosts needs ${absent.join(', ')} as well`, {
    hint: 'Such as --self 10.10.0.2 --peer 10.10.0.3 --interface eth1: the private IPs of both, and the interface that has them',
  });
}

function hostOf(flag: string, text: string, named: string | undefined): Named {
  const ip = normaliseIp(text);
  if (ip === undefined) {
    throw new Failure('usage', `${flag} must be an IP: ${text}`, {
      hint: 'Give the private IP of the host, such as 10.10.0.2',
    });
  }
  const name = named ?? ip;
  // It is a folder, and a word in keepalived.conf.
  if (/^[A-Za-z0-9][\w.:-]{0,62}$/.test(name)) return { name, ip };
  throw new Failure('usage', `A host cannot be called so here: '${name}'`, {
    hint: 'Take letters, digits, dots and hyphens',
  });
}

/** The names of the instances, as many as the topology has. Throws `usage`. */
export function instanceNamesOf({
  topology,
  instance: given = [],
}: SetUpOptions): readonly string[] {
  const count = topology === 'two-masters' ? 2 : 1;
  const names = ['VI_1', 'VI_2'].slice(0, count).map((usual, index) => given[index] ?? usual);
  if (given.length > count || new Set(names).size < count) {
    throw new Failure(
      'usage',
      `It takes ${count} instance${count === 1 ? '' : 's'}: ${given.join(', ')}`,
      {
        hint: count === 1 ? 'Give --instance one name' : 'Give --instance two different names',
      },
    );
  }
  for (const name of names) {
    if (plainText(name) === name && isExpressible(name)) continue;
    throw new Failure('usage', `keepalived can have no instance of this name: '${name}'`, {
      hint: 'Take letters, digits and _',
    });
  }
  return names;
}
