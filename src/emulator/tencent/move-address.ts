import type { Account } from './account.ts';
import type { Call, Handler } from './call.ts';
import { keyOf } from './entities.ts';
import type { Eip, PrivateIp } from './entities.ts';
import { requireId } from './listing.ts';
import { missingParameter } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { Refusal } from './refusal.ts';
import { eipOf } from './resources.ts';
import type { Change } from './tasks.ts';

/** EIPs move in two steps, and nobody can take one that is bound: only what is UNBIND can be bound. */

export const associateAddress: Handler<'AssociateAddress'> = (call) => {
  const { account, parameters } = call;
  const eip = eipOf(account, parameters.AddressId);
  refuseSpecials(parameters, account);
  const at = targetOf(account, parameters);
  if (eip.blocked) throw new Refusal('InvalidAddressId.Blocked');
  if (eip.arrears) throw new Refusal('OperationDenied.AddressInArrears');
  refuseIfBusy(account, eip, at);
  if (account.statusOf(eip) !== 'UNBIND') {
    throw new Refusal('UnsupportedOperation.AddressStatusNotPermit');
  }
  refuseIfPublic(account, at, parameters.InstanceId === undefined);
  return startTask(call, { type: 'bind', eip, at });
};

export const disassociateAddress: Handler<'DisassociateAddress'> = (call) => {
  const { account, parameters } = call;
  const { AddressId: id, ReallocateNormalPublicIp: reallocate = false } = parameters;
  const eip = eipOf(account, id);
  const { place: at } = eip;
  refuseIfBusy(account, eip, at?.type === 'private-ip' ? at : null);
  if (at === null) throw new Refusal('UnsupportedOperation.AddressStatusNotPermit');
  // Documented for instances and interfaces only; a HAVIP has an action of its own.
  if (at.type === 'havip') throw new Refusal('InvalidInstance.NotSupported');
  if (reallocate && !account.isPrimary(at)) {
    throw new Refusal('InvalidParameterValue.OnlySupportedForMasterNetworkCard');
  }
  return startTask(call, { type: 'unbind', eip, at, reallocate });
};

function startTask(
  { account, requestId, fate }: Call<'AssociateAddress'> | Call<'DisassociateAddress'>,
  change: Change,
): object {
  return { TaskId: String(account.start(change, { requestId, fate }).id) };
}

/** What is not to be had without asking the vendor for it. */
function refuseSpecials(
  { EipDirectConnection: direct, InstanceRegion: region }: Target,
  account: Account,
): void {
  if (direct !== true && (region === undefined || region === account.region)) return;
  throw new Refusal('InvalidParameterValue.ResourceNotSupport');
}

type Target = Parameters<'AssociateAddress'>;

function targetOf(account: Account, target: Target): PrivateIp {
  const { InstanceId: instance, NetworkInterfaceId: id, PrivateIpAddress: ip } = target;
  if (instance !== undefined && id !== undefined) throw new Refusal('InvalidParameterConflict');
  if (instance !== undefined) {
    if (ip !== undefined) throw new Refusal('InvalidParameterValue.Combination');
    requireId(instance, '(ins|lb|eks)', 'InvalidParameterValue.InstanceIdMalformed');
    const primary = account.primaryOf(instance);
    if (primary === undefined) throw new Refusal('InvalidInstanceId.NotFound');
    return primary;
  }
  if (id === undefined) throw new Refusal('InvalidParameterValue.MissingAssociateEntity');
  if (ip === undefined) throw missingParameter('PrivateIpAddress');
  if (account.interfaces.get(id)?.ips.includes(ip) !== true) {
    throw new Refusal('InvalidNetworkInterfaceId.NotFound');
  }
  return { type: 'private-ip', interface: id, ip };
}

function refuseIfBusy(account: Account, eip: Eip, at: PrivateIp | null): void {
  const busy = account.tasks.isBusy(eip.id, ...(at === null ? [] : [keyOf(at)]));
  if (busy) throw new Refusal('OperationDenied.MutexTaskRunning');
}

/** Nothing has two public addresses. */
function refuseIfPublic(account: Account, to: PrivateIp, byInterface: boolean): void {
  if (account.isPrimary(to) && typeof account.instanceAt(to)?.publicIp === 'string') {
    throw new Refusal('InvalidParameterValue.InstanceHasWanIP');
  }
  if (account.eipAt(to) === undefined) return;
  throw new Refusal(
    byInterface ? 'InvalidPrivateIpAddress.AlreadyBindEip' : 'InvalidInstanceId.AlreadyBindEip',
  );
}
