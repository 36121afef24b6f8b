import { normaliseIp } from '../../core/ip.ts';
import type { Handler } from './call.ts';
import { keyOf } from './entities.ts';
import type { PrivateIp } from './entities.ts';
import { Refusal } from './refusal.ts';
import { interfaceOf } from './resources.ts';

/** Takes a secondary private IP to another interface. The task is found by its request id. */
export const migratePrivateIpAddress: Handler<'MigratePrivateIpAddress'> = (call) => {
  const { account, parameters, requestId, fate } = call;
  const source = interfaceOf(account, parameters.SourceNetworkInterfaceId);
  const destination = interfaceOf(account, parameters.DestinationNetworkInterfaceId);
  const ip = normaliseIp(parameters.PrivateIpAddress);
  if (ip === undefined) throw new Refusal('InvalidParameterValue.Malformed');
  // Two codes that look like denials and are none.
  if (!source.ips.includes(ip)) throw new Refusal('UnauthorizedOperation.AttachmentNotFound');
  if (source.ips[0] === ip) throw new Refusal('UnauthorizedOperation.PrimaryIp');
  if (source.subnet !== destination.subnet || source === destination) {
    throw new Refusal('UnsupportedOperation', 'The interfaces have to be two, in one subnet.');
  }
  const from: PrivateIp = { type: 'private-ip', interface: source.id, ip };
  const to: PrivateIp = { type: 'private-ip', interface: destination.id, ip };
  if (account.tasks.isBusy(keyOf(from), keyOf(to))) {
    throw new Refusal('UnsupportedOperation.MutexOperationTaskRunning');
  }
  account.start({ type: 'migrate', from, to }, { requestId, fate });
  return {};
};
