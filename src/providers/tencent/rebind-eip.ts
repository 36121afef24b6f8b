import type { Operation, WriteGate } from '../../ports/provider.ts';
import type { Client, Task } from './client.ts';
import type { ClientFor } from './kind.ts';
import { createOperation } from './operation.ts';
import type { Eip } from './schema.ts';

export interface Rebinding {
  /** The EIP as it was when it was bound. */
  readonly eip: Eip;
  readonly gate: WriteGate;
  readonly subject: string;
}

/** Binds an EIP where it was before: to the very private IP, or to the HAVIP. */
export async function rebindEip(
  { eip, gate, subject }: Rebinding,
  clientFor: ClientFor,
): Promise<Operation> {
  const task = await gate.write((sending) => bindAgain(eip, clientFor(subject, sending)));
  return createOperation({
    task,
    by: isOnHavip(eip) ? 'request' : 'number',
    clientFor: (signal) => clientFor(subject, { signal }),
  });
}

function bindAgain(eip: Eip, client: Client): Promise<Task> {
  const { AddressId, AddressIp, InstanceId, NetworkInterfaceId, PrivateAddressIp } = eip;
  if (isOnHavip(eip)) return client.haVipAssociateAddressIp(InstanceId, AddressIp);
  const isOnPrivateIp = NetworkInterfaceId !== '' && PrivateAddressIp !== '';
  return client.associateAddress(
    AddressId,
    isOnPrivateIp ? { NetworkInterfaceId, PrivateIpAddress: PrivateAddressIp } : { InstanceId },
  );
}

function isOnHavip({ InstanceId }: Eip): boolean {
  return InstanceId.startsWith('havip-');
}
