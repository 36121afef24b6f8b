import { normaliseIp } from '../../core/ip.ts';
import type { Account } from './account.ts';
import type { Call, Handler } from './call.ts';
import { keyOf } from './entities.ts';
import type { NetworkInterface, PrivateIp } from './entities.ts';
import { missingParameter } from './parameters.ts';
import type { PrivateIpSpecification } from './parameters.ts';
import { Refusal } from './refusal.ts';
import { interfaceOf } from './resources.ts';
import { neighboursOf, networkOf } from './subnet.ts';

/** Secondary private IPs come and go. Tasks are found by their request id. */

const maxIps = 10;
const qosLevels: ReadonlySet<string> = new Set(['PT', 'AU', 'AG', 'DEFAULT']);

type AssignCall = Call<'AssignPrivateIpAddresses'>;

export const assignPrivateIpAddresses: Handler<'AssignPrivateIpAddresses'> = (call) => {
  const { account, parameters, requestId, fate } = call;
  const to = interfaceOf(account, parameters.NetworkInterfaceId);
  const earlier = earlierAnswer(call);
  if (earlier !== undefined) return earlier;
  const places = wantedIps(call, to).map((ip) => placeOf(to, ip));
  refuseIfBusy(account, places);
  const answer = {
    PrivateIpAddressSet: places.map(({ ip }) => ({ ...newIp, PrivateIpAddress: ip })),
  };
  const { ClientToken: token } = parameters;
  const once = token === undefined ? undefined : { token, asked: askedBy(call), answer };
  account.start({ type: 'add-ips', places }, { requestId, fate, once });
  return answer;
};

const newIp = {
  Primary: false,
  PublicIpAddress: '',
  AddressId: '',
  Description: '',
  IsWanIpBlocked: false,
  State: 'PENDING',
  QosLevel: 'DEFAULT',
};

/** What a request with the same client token was answered. Throws where it was another, or goes on. */
function earlierAnswer(call: AssignCall): object | undefined {
  const { ClientToken: token } = call.parameters;
  const task = call.account.tasks.find(({ once }) => token !== undefined && once?.token === token);
  if (task?.once === undefined) return undefined;
  if (task.once.asked !== askedBy(call)) {
    throw new Refusal('UnsupportedOperation.IdempotentParameterMismatch');
  }
  if (!task.settled) throw new Refusal('UnsupportedOperation.IdempotentProcessing');
  return task.once.answer;
}

function askedBy({ parameters }: AssignCall): string {
  return JSON.stringify(parameters);
}

function wantedIps({ account, parameters }: AssignCall, to: NetworkInterface): readonly string[] {
  const { PrivateIpAddresses: given = [], SecondaryPrivateIpAddressCount: count = 0 } = parameters;
  if (given.length + count === 0) throw missingParameter('PrivateIpAddresses');
  if (!qosLevels.has(parameters.QosLevel ?? 'DEFAULT')) {
    throw new Refusal('InvalidParameterValue.Malformed');
  }
  if (given.some(({ Primary: primary }) => primary === true)) {
    throw new Refusal('UnsupportedOperation', 'An interface has its primary address already.');
  }
  const ips = ipsOf(given);
  for (const ip of ips) refuseUnfit(account, to, ip);
  const neighbours = neighboursOf(to.ips[0] ?? '');
  const unused = neighbours.filter((ip) => !ips.includes(ip) && !isUsed(account, to, ip));
  if (unused.length < count) throw new Refusal('ResourceInsufficient.Subnet');
  return [...ips, ...unused.slice(0, count)];
}

function refuseUnfit(account: Account, to: NetworkInterface, ip: string): void {
  const primary = to.ips[0] ?? '';
  if (networkOf(ip) !== networkOf(primary)) throw new Refusal('InvalidParameterValue.Range');
  if (!neighboursOf(primary).includes(ip)) throw new Refusal('InvalidParameterValue.Reserved');
  if (isUsed(account, to, ip)) throw new Refusal('ResourceInUse');
}

function isUsed({ interfaces, havips, tasks }: Account, to: NetworkInterface, ip: string): boolean {
  const holders = [...interfaces.values()].filter(({ subnet }) => subnet === to.subnet);
  return (
    holders.some((one) => one.ips.includes(ip) || tasks.isBusy(keyOf(placeOf(one, ip)))) ||
    [...havips.values()].some((one) => one.subnet === to.subnet && one.ip === ip)
  );
}

export const unassignPrivateIpAddresses: Handler<'UnassignPrivateIpAddresses'> = (call) => {
  const { account, parameters, requestId, fate } = call;
  const from = interfaceOf(account, parameters.NetworkInterfaceId);
  // Also takes the interface from its instance, which nothing here is about.
  if (parameters.InstanceId !== undefined) throw new Refusal('UnsupportedOperation');
  const ips = ipsOf(parameters.PrivateIpAddresses);
  if (ips.length === 0) throw missingParameter('PrivateIpAddresses');
  if (ips.some((ip) => !from.ips.includes(ip))) {
    throw new Refusal('UnsupportedOperation.AttachmentNotFound');
  }
  if (from.ips[0] !== undefined && ips.includes(from.ips[0])) {
    throw new Refusal('UnsupportedOperation', 'An interface keeps its primary address.');
  }
  const places = ips.map((ip) => placeOf(from, ip));
  refuseIfBusy(account, places);
  account.start({ type: 'remove-ips', places }, { requestId, fate });
  return {};
};

function ipsOf(given: readonly PrivateIpSpecification[]): readonly string[] {
  if (given.length > maxIps) throw new Refusal('InvalidParameterValue.LimitExceeded');
  const ips = given.map(({ PrivateIpAddress: text = '' }) => {
    const ip = normaliseIp(text);
    if (ip === undefined) throw new Refusal('InvalidParameterValue.Malformed');
    return ip;
  });
  if (new Set(ips).size < ips.length) throw new Refusal('InvalidParameterValue.DuplicatePara');
  return ips;
}

function placeOf({ id }: NetworkInterface, ip: string): PrivateIp {
  return { type: 'private-ip', interface: id, ip };
}

/** What is bound to an address, or on its way there, counts as well. */
function refuseIfBusy(account: Account, places: readonly PrivateIp[]): void {
  const eips = places.flatMap((place) => account.eipAt(place)?.id ?? []);
  if (!account.tasks.isBusy(...places.map(keyOf), ...eips)) return;
  throw new Refusal('UnsupportedOperation.MutexOperationTaskRunning');
}
