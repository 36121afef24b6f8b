import type { Listening } from '../emulated-cloud.ts';
import type { HetznerSection } from './topology.ts';

/** The command that takes the first floating IP to a server that does not hold it. */
export function invitation(
  { tokens, servers, floatingIps }: HetznerSection,
  { endpoint, metadata }: Listening,
): readonly string[] {
  const [floating] = floatingIps;
  const taker = servers.find(({ id }) => id !== floating?.server && metadata.has(String(id)));
  if (tokens[0] === undefined || taker === undefined || floating === undefined) return [];
  const ip = floating.ip.replace('/64', '');
  return [
    '',
    `Be server ${taker.id} and take ${floating.ip}:`,
    '',
    `  HCLOUD_TOKEN=${tokens[0].token} FLOATIP_HETZNER_ENDPOINT=${endpoint} \\`,
    `  FLOATIP_HETZNER_METADATA=${metadata.get(String(taker.id))} floatip assign ${ip}`,
  ];
}
