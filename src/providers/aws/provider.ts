import type { Address } from '../../core/address.ts';
import type { Provider } from '../../ports/provider.ts';
import { readKind } from '../kind-of-address.ts';
import { isEip, isPrivateIp, isRoute } from './address.ts';
import { createEips } from './eip.ts';
import { isInstanceId } from './ids.ts';
import type { ForeseeableKind, Vpc } from './kind.ts';
import { mechanics } from './mechanics.ts';
import { createPrivateIps } from './private-ip.ts';
import { createRoutes } from './route.ts';

/** AWS's Elastic IPs, secondary private IPs, and IPs behind routes. */
export function createProvider(vpc: Vpc): Provider {
  const eips = createEips(vpc);
  const privateIps = createPrivateIps(vpc);
  const routes = createRoutes(vpc);
  /** Does with an address what its kind does. */
  const forKind = <T>(
    address: Address,
    act: <A extends Address>(kind: ForeseeableKind<A>, one: A) => T,
  ): T => {
    if (isEip(address)) return act(eips, address);
    if (isPrivateIp(address)) return act(privateIps, address);
    if (isRoute(address)) return act(routes, address);
    throw new TypeError(`Not of AWS: ${address.kind}`);
  };
  const provider: Provider = {
    name: 'aws',
    isNodeId: isInstanceId,
    mechanicsOf: () => mechanics,
    apply: (step, given, gate) =>
      forKind(given, (kind, address) => kind.apply({ step, address, gate })),
    foresee: (step, given, signal) =>
      forKind(given, (kind, address) => kind.foresee(step, address, signal)),
    async preflight(addresses, self, signal) {
      const { preflight } = await import('./preflight.ts');
      const client = vpc.clientFor('the addresses', { signal });
      return await preflight(addresses, { provider, client, self, signal });
    },
    async read(addresses, signal) {
      const parts = await Promise.all([
        readKind(eips, addresses.filter(isEip), signal),
        readKind(privateIps, addresses.filter(isPrivateIp), signal),
        readKind(routes, addresses.filter(isRoute), signal),
      ]);
      return new Map(parts.flat());
    },
  };
  return provider;
}
