import { Failure } from '../../ports/failure.ts';
import { partsOf } from '../parts.ts';
import { joined } from '../values.ts';
import type { Client } from './client.ts';
import { fewValues, unsure } from './kind.ts';
import type { Havip } from './schema.ts';

/** Refuses to announce a HAVIP from where its drift scope does not let it go. Throws `invalid`. */
export async function refuseOutOfScope(havip: Havip, node: string, client: Client): Promise<void> {
  const { CheckAssociate, HaVipAssociationSet, HaVipId } = havip;
  const scope = (HaVipAssociationSet ?? []).map(({ InstanceId }) => InstanceId);
  if (!CheckAssociate || scope.includes(node)) return;
  const interfaces = scope.filter((id) => id.startsWith('eni-'));
  if (await hasOneOf(interfaces, node, client)) return;
  throw new Failure('invalid', `The drift scope of HAVIP ${HaVipId} leaves ${node} out`, {
    hint: `Add it: tccli vpc AssociateHaVipInstance --HaVipAssociationSet '[{"HaVipId":"${HaVipId}","InstanceId":"${node}","InstanceType":"CVM"}]'`,
  });
}

/** Whose a network interface is, only the cloud can tell. */
async function hasOneOf(ids: readonly string[], node: string, client: Client): Promise<boolean> {
  const queries = partsOf(ids, fewValues).map((Values) =>
    client.describeNetworkInterfaces([{ Name: 'network-interface-id', Values }]),
  );
  const { items, isWhole } = joined(await Promise.all(queries));
  const has = items.some(({ Attachment }) => Attachment?.InstanceId === node);
  if (!has && !isWhole) throw unsure(`the drift scope of ${node}`);
  return has;
}
