import { isIpv4 } from '../../core/ip.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import type { Client } from './client.ts';
import { interfaceId } from './ids.ts';
import { unsure } from './kind.ts';
import { linesAt, textAt } from './metadata.ts';
import type { Ask } from './metadata.ts';
import type { NodeInterface, PublicIp } from './node-interface.ts';
import type { NetworkInterface } from './schema.ts';

const folder = 'network/interfaces/macs';

/** The network interfaces of this host, as its metadata service knows them. Throws `transport`. */
export async function ownInterfaces(ask: Ask): Promise<readonly NodeInterface[]> {
  const macs = (await linesAt(ask, folder)).filter((mac) => /^[0-9a-f:]{17}$/.test(mac));
  const found = await Promise.all(macs.map((mac) => interfaceAt(ask, `${folder}/${mac}`)));
  const known = found.flatMap((one) => one ?? []);
  if (known.length === 0) throw new Failure('transport', 'it knows no network interface');
  return inOrder(known);
}

async function interfaceAt(ask: Ask, path: string): Promise<NodeInterface | undefined> {
  const [id, number, subnet, ips, publicIps] = await Promise.all([
    textAt(ask, `${path}/interface-id`),
    textAt(ask, `${path}/device-number`),
    textAt(ask, `${path}/subnet-id`),
    linesAt(ask, `${path}/local-ipv4s`),
    publicIpsAt(ask, `${path}/ipv4-associations`),
  ]);
  if (!interfaceId.test(id) || !/^\d{1,3}$/.test(number)) return undefined;
  return { id, index: Number(number), subnet, ips: ips.filter(isIpv4), publicIps };
}

async function publicIpsAt(ask: Ask, path: string): Promise<readonly PublicIp[]> {
  const listed = (await linesAt(ask, path)).filter(isIpv4);
  const found = listed.map(async (publicIp) => {
    const ips = (await linesAt(ask, `${path}/${publicIp}`)).filter(isIpv4);
    return ips.map((on) => ({ publicIp, on }));
  });
  return (await Promise.all(found)).flat();
}

/** Those of any node, as the API knows them. Throws `missing` once it has said twice that it has none. */
export async function interfacesOf(
  node: string,
  client: Client,
): Promise<readonly NodeInterface[]> {
  for (let time = 0; time < 2; time += 1) {
    const { items, isWhole } = await client.describeNetworkInterfaces({
      name: 'attachment.instance-id',
      values: [node],
    });
    if (!isWhole) throw unsure(node);
    if (items.length > 0) return inOrder(items.map(plain));
  }
  throw new Failure('missing', `AWS knows no instance ${node} in this account and region`, {
    hint: 'List the instances and their ids with: aws ec2 describe-instances',
  });
}

/** The metadata service answers in a moment and without a right to anything, so it goes first. */
export async function ownOrDescribed(
  own: () => Promise<readonly NodeInterface[]>,
  described: () => Promise<readonly NodeInterface[]>,
): Promise<readonly NodeInterface[]> {
  try {
    return await own();
  } catch (error) {
    if (!isFailure(error, 'transport')) throw error;
    return await described();
  }
}

function plain({
  networkInterfaceId: id,
  attachment,
  subnetId: subnet,
  privateIpAddressesSet: { items },
}: NetworkInterface): NodeInterface {
  const ips = items
    .toSorted((one, other) => Number(other.primary === 'true') - Number(one.primary === 'true'))
    .map(({ privateIpAddress }) => privateIpAddress);
  const publicIps = items.flatMap(({ privateIpAddress: on, association }) =>
    association?.publicIp ? [{ publicIp: association.publicIp, on }] : [],
  );
  return { id, index: Number(attachment?.deviceIndex ?? '0'), subnet, ips, publicIps };
}

function inOrder(interfaces: readonly NodeInterface[]): readonly NodeInterface[] {
  return interfaces.toSorted((one, other) => one.index - other.index);
}
