import type { Operation, WriteGate } from '../../ports/provider.ts';
import type { ClientFor } from './kind.ts';
import { createOperation } from './operation.ts';

export interface Unbinding {
  readonly eipId: string;
  /** What it is bound to: an instance, a network interface or a HAVIP. */
  readonly from: string;
  readonly gate: WriteGate;
  readonly subject: string;
}

/** Unbinds an EIP, with the call that knows what it is bound to. */
export async function unbindEip(
  { eipId, from, gate, subject }: Unbinding,
  clientFor: ClientFor,
): Promise<Operation> {
  const isOnHavip = from.startsWith('havip-');
  const task = await gate.write((sending) => {
    const client = clientFor(subject, sending);
    return isOnHavip ? client.haVipDisassociateAddressIp(from) : client.disassociateAddress(eipId);
  });
  return createOperation({
    task,
    by: isOnHavip ? 'request' : 'number',
    clientFor: (signal) => clientFor(subject, { signal }),
  });
}
