import type { Account } from './account.ts';
import type { Handler } from './call.ts';
import { keyOf } from './entities.ts';
import type { NetworkInterface, PrivateIp } from './entities.ts';
import { checkIds, is, isFlag, isNever, pageOf, select } from './listing.ts';
import type { Test, Tests } from './listing.ts';
import type { Filter } from './parameters.ts';
import { Refusal } from './refusal.ts';
import { isOfEip } from './tasks.ts';
import { zonelessCreatedAt } from './times.ts';

export const describeNetworkInterfaces: Handler<'DescribeNetworkInterfaces'> = ({
  account,
  parameters,
}) => {
  const { NetworkInterfaceIds: ids, Filters: filters } = parameters;
  if (ids !== undefined && filters !== undefined) throw new Refusal('InvalidParameter.Coexist');
  checkIds(ids ?? [], 'eni', 'InvalidParameterValue.Malformed');
  const unknown = ids?.find((id) => !account.interfaces.has(id));
  if (unknown !== undefined) {
    throw new Refusal('ResourceNotFound', `The resource \`${unknown}\` does not exist.`);
  }
  const all = [...account.interfaces.values()].map((one) => render(one, account));
  const listed =
    ids === undefined ? all : all.filter((one) => ids.includes(one.NetworkInterfaceId));
  const found = select(listed, {
    action: 'DescribeNetworkInterfaces',
    filters,
    tests: { ...tests, 'address-ip': addressTest(filters ?? []) },
  });
  return { TotalCount: found.length, NetworkInterfaceSet: pageOf(found, parameters) };
};

interface Rendered {
  readonly NetworkInterfaceId: string;
  readonly NetworkInterfaceName: string;
  readonly SubnetId: string;
  readonly VpcId: string;
  readonly Primary: boolean;
  readonly MacAddress: string;
  readonly NetworkInterfaceState: string;
  readonly PrivateIpAddressSet: readonly RenderedIp[];
  readonly Attachment: { readonly InstanceId: string; readonly DeviceIndex: number } | null;
  readonly Zone: string;
  readonly EniType: number;
}

interface RenderedIp {
  readonly PrivateIpAddress: string;
  readonly Primary: boolean;
  readonly PublicIpAddress: string;
  readonly AddressId: string;
  readonly IsWanIpBlocked: boolean;
  readonly State: string;
}

const tests: Omit<Tests<'DescribeNetworkInterfaces', Rendered>, 'address-ip'> = {
  'vpc-id': is(({ VpcId: vpc }) => vpc),
  'subnet-id': is(({ SubnetId: subnet }) => subnet),
  'network-interface-id': is(({ NetworkInterfaceId: id }) => id),
  'attachment.instance-id': is(({ Attachment: attached }) => attached?.InstanceId),
  'groups.security-group-id': isNever,
  'network-interface-name': is(({ NetworkInterfaceName: name }) => name),
  'network-interface-description': is(() => ''),
  'ip-exact-match': () => true,
  'tag-key': isNever,
  'tag:tag-key': isNever,
  'is-primary': isFlag(({ Primary: primary }) => primary),
  'eni-type': is(({ EniType: type }) => String(type)),
  'eni-qos': is(() => 'DEFAULT'),
  'address-ipv6': isNever,
  'public-address-ip': (one, ips) =>
    one.PrivateIpAddressSet.some(({ PublicIpAddress: ip }) => ips.includes(ip)),
  'address-type': isNever,
  'termination-protection': isFlag(() => false),
  'traffic-protection': isFlag(() => false),
};

/**
 * A single address matches anything that begins or ends with it, unless an exact match is asked for:
 * the description calls it a fuzzy match, and leaves open at which end.
 */
function addressTest(filters: readonly Filter[]): Test<Rendered> {
  const exact = filters.find(({ Name: name }) => name === 'ip-exact-match')?.Values[0];
  return ({ PrivateIpAddressSet: own }, ips) => {
    const [only = ''] = ips;
    const fuzzy = ips.length === 1 && exact?.toLowerCase() !== 'true';
    return own.some(({ PrivateIpAddress: ip }) =>
      fuzzy ? ip.startsWith(only) || ip.endsWith(only) : ips.includes(ip),
    );
  };
}

function render(one: NetworkInterface, account: Account): Rendered {
  return {
    ...common,
    NetworkInterfaceId: one.id,
    NetworkInterfaceName: one.id,
    SubnetId: one.subnet,
    VpcId: one.vpc,
    Primary: one.index === 0,
    MacAddress: one.mac,
    NetworkInterfaceState: one.instance === null ? 'AVAILABLE' : 'INUSE',
    PrivateIpAddressSet: [...one.ips, ...comingTo(one, account)].map((ip) =>
      renderIp({ type: 'private-ip', interface: one.id, ip }, account),
    ),
    Attachment:
      one.instance === null
        ? null
        : { ...attachment, InstanceId: one.instance, DeviceIndex: one.index },
    Zone: one.zone,
    EniType: one.index === 0 ? 1 : 0,
  };
}

function renderIp(place: PrivateIp, account: Account): RenderedIp {
  const eip = account.eipAt(place);
  const ordinary = account.isPrimary(place) ? account.instanceAt(place)?.publicIp : undefined;
  return {
    ...plainIp,
    PrivateIpAddress: place.ip,
    Primary: account.interfaces.get(place.interface)?.ips[0] === place.ip,
    PublicIpAddress: eip?.ip ?? ordinary ?? '',
    AddressId: eip?.id ?? '',
    IsWanIpBlocked: eip?.blocked ?? false,
    State: stateOf(place, account),
  };
}

/** What is on its way to an interface from nowhere shows there; what migrates shows where it was. */
function comingTo({ id }: NetworkInterface, { tasks }: Account): readonly string[] {
  const places = tasks
    .running()
    .flatMap(({ change }) => (change.type === 'add-ips' ? change.places : []));
  return places.flatMap((place) => (place.interface === id ? place.ip : []));
}

function stateOf(place: PrivateIp, { tasks }: Account): string {
  for (const { change } of tasks.running()) {
    if (isOfEip(change)) continue;
    if (change.type === 'migrate') {
      if (keyOf(change.from) === keyOf(place)) return 'MIGRATING';
    } else if (change.places.some((one) => keyOf(one) === keyOf(place))) {
      return change.type === 'add-ips' ? 'PENDING' : 'DELETING';
    }
  }
  return 'AVAILABLE';
}

const common = {
  NetworkInterfaceDescription: '',
  GroupSet: [],
  State: 'AVAILABLE',
  CreatedTime: zonelessCreatedAt,
  Ipv6AddressSet: [],
  TagSet: [],
  Business: 'cvm',
  CdcId: '',
  AttachType: 0,
  ResourceId: '',
  QosLevel: 'DEFAULT',
};

const plainIp = { Description: '', QosLevel: 'DEFAULT' };
const attachment = { InstanceAccountId: '100000000001', AttachTime: zonelessCreatedAt };
