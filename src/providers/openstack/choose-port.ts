import { Failure } from '../../ports/failure.ts';
import type { FloatingIpAddress } from './address.ts';
import { subjectOf } from './find.ts';
import type { NodePort } from './node-ports.ts';

export interface Choice {
  readonly address: FloatingIpAddress;
  readonly node: string;
  readonly ports: readonly NodePort[];
  /** The network of the port that has it now, where something has it. */
  readonly network: string | undefined;
}

/**
 * The port of a node that a floating IP goes to: the one that the config tells, by itself, by its IP or by its
 * network; else the only one with an IPv4 address; else the one in the network where the floating IP is now, for
 * the router that leads there is the right one. Throws `config` where that leaves none, or several.
 */
export function choosePort({ address, node, ports, network }: Choice): NodePort {
  const { port, fixedIp, network: wanted } = address;
  const usable = ports.filter(({ ips }) => ips.length > 0);
  const told = usable.filter(
    (one) =>
      (port === undefined || one.id === port) &&
      (wanted === undefined || one.network === wanted) &&
      (fixedIp === undefined || one.ips.includes(fixedIp)),
  );
  const [first] = told;
  if (first === undefined) throw noneOf({ address, node, ports: usable, network });
  if (told.length === 1) return first;
  const near = told.filter((one) => one.network === network);
  const [nearest] = near;
  if (nearest !== undefined && near.length === 1) return nearest;
  throw severalOf({ address, node, ports: told, network });
}

function noneOf({ address, node, ports }: Choice): Failure {
  const { port, fixedIp, network } = address;
  const told = [
    port === undefined ? [] : [`port ${port}`],
    fixedIp === undefined ? [] : [`fixed IP ${fixedIp}`],
    network === undefined ? [] : [`network ${network}`],
  ].flat();
  const has = ports.length === 0 ? 'none with an IPv4 address' : ports.map(inWords).join(', ');
  const wanted = told.length === 0 ? 'port for it' : told.join(' and ');
  return new Failure('config', `Instance ${node} has no ${wanted}: it has ${has}`, {
    hint: `Correct port, fixedIp or network of ${address.name} in the config: port and fixedIp are those of one host`,
  });
}

function severalOf({ address, node, ports }: Choice): Failure {
  const all = ports.map(inWords).join(', ');
  return new Failure(
    'config',
    `${subjectOf(address)} could go to several ports of instance ${node}: ${all}`,
    {
      hint: `Set network of ${address.name} in the config, which is the same on every host, or port`,
    },
  );
}

function inWords({ id, ips, network }: NodePort): string {
  return `${id} (${ips.join(', ')}, network ${network})`;
}
