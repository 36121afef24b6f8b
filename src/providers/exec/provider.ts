import type { Address } from '../../core/address.ts';
import type { Step } from '../../core/plan.ts';
import type { Provider } from '../../ports/provider.ts';
import { isExec } from './address.ts';
import type { ExecAddress } from './address.ts';
import type { Change, Client } from './client.ts';
import { isNodeName } from './ids.ts';
import { mechanics } from './mechanics.ts';
import { followChange } from './operation.ts';
import type { Follow } from './operation.ts';
import { readOwners } from './read.ts';

/** Addresses that programs read and move. */
export function createProvider(client: Client): Provider {
  /** The last change of each address. */
  const changes = new Map<string, Follow>();
  return {
    name: 'exec',
    isNodeId: isNodeName,
    mechanicsOf: () => mechanics,
    async read(addresses, signal) {
      const readings = await readOwners(client, addresses.filter(isExec), signal);
      for (const [{ name }, reading] of readings) changes.get(name)?.note(reading);
      return readings;
    },
    async apply(step, given, gate) {
      const address = execOf(given);
      const change = changeOf(step);
      const id = await gate.write((sending) => client.write(address, change, sending));
      const follow = followChange(id);
      changes.set(address.name, follow);
      return follow.operation;
    },
    foresee: async () => ['whether the program can do it'],
  };
}

function execOf(address: Address): ExecAddress {
  if (isExec(address)) return address;
  throw new TypeError(`No program moves it: ${address.kind}`);
}

function changeOf(step: Step): Change {
  switch (step.do) {
    case 'assign':
      return { do: 'assign', to: step.to };
    case 'unassign':
      return { do: 'unassign', from: step.from };
    default:
      throw new TypeError(`No program is asked for this: ${step.do}`);
  }
}
