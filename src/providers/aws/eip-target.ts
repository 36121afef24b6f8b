import { Failure } from '../../ports/failure.ts';
import type { EipAddress } from './address.ts';
import type { Association, Client, Under } from './client.ts';
import type { Vpc } from './kind.ts';
import type { NodeInterface } from './node-interface.ts';
import type { Eip } from './schema.ts';

export interface Destination {
  readonly eip: Eip;
  readonly address: EipAddress;
  readonly node: string;
}

/** What to associate the Elastic IP with. Throws `missing` or `invalid`. */
export async function associationFor(
  { eip, address, node }: Destination,
  { clientFor, interfacesOf }: Vpc,
  { signal }: Pick<Under, 'signal'>,
): Promise<Association> {
  const { networkInterface, privateIp } = address;
  const interfaces = await interfacesOf(node, { signal });
  const found = interfaces.find(
    ({ id, ips }) =>
      (networkInterface === undefined || networkInterface === id) &&
      (networkInterface !== undefined || privateIp === undefined || ips.includes(privateIp)),
  );
  if (found === undefined) throw notThere(address, node, interfaces);
  const ip = privateIp ?? found.ips[0];
  if (ip === undefined || !found.ips.includes(ip)) throw notOn(address, found);
  const association = {
    allocationId: eip.allocationId,
    networkInterfaceId: found.id,
    privateIp: ip,
  };
  const others = found.publicIps.filter(
    ({ on, publicIp }) => on === ip && publicIp !== eip.publicIp,
  );
  for (const { publicIp } of others) {
    await refuseOccupied(association, publicIp, clientFor(`Elastic IP ${publicIp}`, { signal }));
  }
  return association;
}

/**
 * An Elastic IP that is there already would be on nothing afterwards, and nobody told. An ordinary public IP is
 * what an Elastic IP takes the place of, and of those this list knows nothing.
 */
async function refuseOccupied(
  { networkInterfaceId, privateIp }: Association,
  publicIp: string,
  client: Client,
): Promise<void> {
  const { items } = await client.describeAddresses({ name: 'public-ip', values: [publicIp] });
  const other = items.find(
    (one) => one.networkInterfaceId === networkInterfaceId && one.privateIpAddress === privateIp,
  );
  if (other === undefined) return;
  const message = `${privateIp} has the Elastic IP ${other.allocationId} (${publicIp}), which would be taken off it`;
  throw new Failure('invalid', message, {
    hint: `Assign a second private IP to ${networkInterfaceId}, and set it as privateIp in the config`,
  });
}

function notThere(
  { networkInterface, privateIp }: EipAddress,
  node: string,
  interfaces: readonly NodeInterface[],
): Failure {
  const key = networkInterface === undefined ? 'privateIp' : 'networkInterface';
  const choice = interfaces.flatMap(({ id, ips }) => (key === 'privateIp' ? ips : [id]));
  const message = `${networkInterface ?? privateIp} is not on ${node}, so the Elastic IP cannot be associated with it`;
  return new Failure('invalid', message, {
    hint: `Set ${key} in the config to what is there: ${choice.join(', ')}`,
  });
}

function notOn({ privateIp }: EipAddress, { id, ips }: NodeInterface): Failure {
  const what = privateIp ?? 'A private IPv4 address';
  return new Failure('invalid', `${what} is not on ${id}, so the Elastic IP cannot go there`, {
    hint: `Set privateIp in the config to what is there: ${ips.join(', ')}`,
  });
}
