import type { Account } from './account.ts';
import type { Handler } from './call.ts';
import type { HaVip } from './entities.ts';
import { missingParameter } from './parameters.ts';
import type { HaVipAssociation } from './parameters.ts';
import { Refusal } from './refusal.ts';
import { havipOf } from './resources.ts';

/** Where a HAVIP may drift to: that it drifts is up to the guests. */

export const associateHaVipInstance: Handler<'AssociateHaVipInstance'> = ({
  account,
  parameters: { HaVipAssociationSet: set },
}) => {
  const pairs = pairsOf(account, set);
  for (const { havip, id } of pairs) {
    if (havip.associated.has(id)) {
      throw new Refusal('InvalidParameterValue.DuplicatedHaVipAssociations');
    }
  }
  for (const { havip, id } of pairs) havip.associated.add(id);
  return {};
};

export const disassociateHaVipInstance: Handler<'DisassociateHaVipInstance'> = ({
  account,
  parameters: { HaVipAssociationSet: set },
}) => {
  const pairs = pairsOf(account, set);
  for (const { havip, id } of pairs) {
    if (!havip.associated.has(id)) throw new Refusal('ResourceNotFound');
  }
  for (const { havip, id } of pairs) havip.associated.delete(id);
  return {};
};

interface Pair {
  readonly havip: HaVip;
  /** Of an instance or an interface. */
  readonly id: string;
}

const maxPairs = 10;

function pairsOf(account: Account, set: readonly HaVipAssociation[]): readonly Pair[] {
  if (set.length > maxPairs) throw new Refusal('LimitExceeded');
  if (set.length === 0) throw missingParameter('HaVipAssociationSet');
  const pairs = set.map((one) => pairOf(account, one));
  const distinct = new Set(pairs.map(({ havip, id }) => `${havip.id} ${id}`));
  if (distinct.size < pairs.length) throw new Refusal('InvalidParameterValue.Duplicate');
  return pairs;
}

function pairOf(
  account: Account,
  { HaVipId: havip, InstanceId: id, InstanceType: type }: HaVipAssociation,
): Pair {
  // The description does not call it required, but nothing works without it.
  if (havip === undefined) throw missingParameter('HaVipAssociationSet.HaVipId');
  const [, prefix] = /^(ins|eni)-[0-9a-z]{8}$/.exec(id) ?? [];
  if (prefix === undefined) throw new Refusal('InvalidParameterValue.Malformed');
  const actual = prefix === 'ins' ? 'CVM' : 'ENI';
  if (type !== undefined && type !== 'CVM' && type !== 'ENI') {
    throw new Refusal('InvalidParameterValue');
  }
  if (type !== undefined && type !== actual) {
    throw new Refusal('InvalidParameterValue.ParameterMismatch');
  }
  if (!account.instances.has(id) && !account.interfaces.has(id)) {
    throw new Refusal('ResourceNotFound');
  }
  return { havip: havipOf(account, havip), id };
}
