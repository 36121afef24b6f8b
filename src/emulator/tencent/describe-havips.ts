import type { Account } from './account.ts';
import type { Handler } from './call.ts';
import type { HaVip } from './entities.ts';
import { checkIds, is, isFlag, isNever, pageOf, select } from './listing.ts';
import type { Tests } from './listing.ts';
import { Refusal } from './refusal.ts';
import { zonelessCreatedAt, zonelessTime } from './times.ts';

export const describeHaVips: Handler<'DescribeHaVips'> = ({ account, parameters }) => {
  const { HaVipIds: ids, Filters: filters } = parameters;
  if (ids !== undefined && filters !== undefined) throw new Refusal('InvalidParameter.Coexist');
  checkIds(ids ?? [], 'havip', 'InvalidParameterValue.Malformed');
  const all = [...account.havips.values()].map((havip) => render(havip, account));
  const listed = ids === undefined ? all : all.filter(({ HaVipId: id }) => ids.includes(id));
  const found = select(listed, { action: 'DescribeHaVips', filters, tests });
  return { TotalCount: found.length, HaVipSet: pageOf(found, parameters) };
};

interface Rendered {
  readonly HaVipId: string;
  readonly HaVipName: string;
  readonly Vip: string;
  readonly VpcId: string;
  readonly SubnetId: string;
  readonly NetworkInterfaceId: string;
  readonly InstanceId: string;
  readonly AddressIp: string;
  readonly State: string;
  readonly HaVipAssociationSet: readonly Association[];
  readonly CheckAssociate: boolean;
  readonly FlushedTime: string;
}

interface Association {
  readonly HaVipId: string;
  readonly InstanceId: string;
  readonly InstanceType: string;
}

const tests: Tests<'DescribeHaVips', Rendered> = {
  'havip-id': is(({ HaVipId: id }) => id),
  'havip-name': is(({ HaVipName: name }) => name),
  'vpc-id': is(({ VpcId: vpc }) => vpc),
  'subnet-id': is(({ SubnetId: subnet }) => subnet),
  vip: is(({ Vip: vip }) => vip),
  'address-ip': is(({ AddressIp: ip }) => ip),
  'havip-association.instance-id': (havip, ids) =>
    havip.HaVipAssociationSet.some(({ InstanceId: id }) => ids.includes(id)),
  'havip-association.instance-type': (havip, types) =>
    havip.HaVipAssociationSet.some(({ InstanceType: type }) => types.includes(type)),
  'check-associate': isFlag(({ CheckAssociate: check }) => check),
  'cdc-id': isNever,
  type: is(() => 'NORMAL'),
};

function render(havip: HaVip, account: Account): Rendered {
  const holder = account.interfaces.get(havip.interface ?? '');
  return {
    ...common,
    HaVipId: havip.id,
    HaVipName: havip.id,
    Vip: havip.ip,
    VpcId: havip.vpc,
    SubnetId: havip.subnet,
    NetworkInterfaceId: havip.interface ?? '',
    InstanceId: holder?.instance ?? '',
    AddressIp: account.eipAt({ type: 'havip', havip: havip.id })?.ip ?? '',
    State: stateOf(havip),
    HaVipAssociationSet: [...havip.associated].map((id) => ({
      HaVipId: havip.id,
      InstanceId: id,
      InstanceType: id.startsWith('eni-') ? 'ENI' : 'CVM',
    })),
    CheckAssociate: havip.checkAssociate,
    FlushedTime:
      havip.flushedAtMs === null ? '0000-00-00 00:00:00' : zonelessTime(havip.flushedAtMs),
  };
}

/** The description says UNBIND where the vendor's own examples have UNBOUND: both occur here. */
function stateOf({ interface: holder, flushedAtMs }: HaVip): string {
  if (holder !== null) return 'AVAILABLE';
  return flushedAtMs === null ? 'UNBOUND' : 'UNBIND';
}

const common = { CreatedTime: zonelessCreatedAt, Business: '', CdcId: '', TagSet: [] };
