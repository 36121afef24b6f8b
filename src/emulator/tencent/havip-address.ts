import { normaliseIp } from '../../core/ip.ts';
import type { Account } from './account.ts';
import type { Handler } from './call.ts';
import type { Eip } from './entities.ts';
import { Refusal } from './refusal.ts';
import { havipOf } from './resources.ts';

/** The EIP of a HAVIP, which goes where the HAVIP goes. Tasks are found by their request id. */

export const haVipAssociateAddressIp: Handler<'HaVipAssociateAddressIp'> = (call) => {
  const { account, parameters, requestId, fate } = call;
  const havip = havipOf(account, parameters.HaVipId);
  const eip = eipByAddress(account, parameters.AddressIp);
  const at = { type: 'havip', havip: havip.id } as const;
  refuseIfBusy(account, havip.id, eip.id);
  if (account.eipAt(at) !== undefined || eip.place?.type === 'havip') {
    throw new Refusal('UnsupportedOperation.BindEIP');
  }
  if (eip.place !== null || eip.arrears || eip.blocked) throw new Refusal('UnsupportedOperation');
  account.start({ type: 'bind', eip, at }, { requestId, fate });
  return {};
};

export const haVipDisassociateAddressIp: Handler<'HaVipDisassociateAddressIp'> = (call) => {
  const { account, parameters, requestId, fate } = call;
  const havip = havipOf(account, parameters.HaVipId);
  const at = { type: 'havip', havip: havip.id } as const;
  refuseIfBusy(account, havip.id);
  const eip = account.eipAt(at);
  if (eip === undefined) throw new Refusal('UnsupportedOperation.UnbindEIP');
  account.start({ type: 'unbind', eip, at, reallocate: false }, { requestId, fate });
  return {};
};

function eipByAddress(account: Account, text: string): Eip {
  const ip = normaliseIp(text);
  if (ip === undefined) throw new Refusal('InvalidParameterValue.Malformed');
  const found = [...account.eips.values()].find((eip) => eip.ip === ip);
  if (found === undefined) throw new Refusal('ResourceNotFound');
  return found;
}

function refuseIfBusy(account: Account, ...keys: readonly string[]): void {
  if (!account.tasks.isBusy(...keys)) return;
  throw new Refusal('UnsupportedOperation.MutexOperationTaskRunning');
}
