import type { Listening } from '../emulated-cloud.ts';
import { identityRoot } from './catalog.ts';
import type { OpenstackSection } from './topology.ts';

/** The command that takes the first floating IP to an instance that does not hold it. */
export function invitation(
  { credentials, servers, floatingIps }: OpenstackSection,
  { endpoint, metadata }: Listening,
): readonly string[] {
  const [floating] = floatingIps;
  const [credential] = credentials;
  const taker = servers.find(
    ({ id, ports }) => metadata.has(id) && !ports.some((port) => port.id === floating?.port),
  );
  if (credential === undefined || taker === undefined || floating === undefined) return [];
  return [
    '',
    `Be instance ${taker.id} and take ${floating.ip}:`,
    '',
    `  OS_AUTH_URL=${endpoint}${identityRoot} OS_APPLICATION_CREDENTIAL_ID=${credential.id} \\`,
    `  OS_APPLICATION_CREDENTIAL_SECRET=${credential.secret} \\`,
    `  FLOATIP_OPENSTACK_METADATA=${metadata.get(taker.id)} floatip assign ${floating.ip}`,
  ];
}
