import type { Listening } from '../emulated-cloud.ts';
import type { DigitaloceanSection } from './topology.ts';

/** The command that takes the first reserved IP to a Droplet that does not hold it. */
export function invitation(
  { tokens, droplets, reservedIps }: DigitaloceanSection,
  { endpoint, metadata }: Listening,
): readonly string[] {
  const [reserved] = reservedIps;
  const taker = droplets.find(({ id }) => id !== reserved?.droplet && metadata.has(String(id)));
  if (tokens[0] === undefined || taker === undefined || reserved === undefined) return [];
  return [
    '',
    `Be Droplet ${taker.id} and take ${reserved.ip}:`,
    '',
    `  DO_TOKEN=${tokens[0].token} FLOATIP_DIGITALOCEAN_ENDPOINT=${endpoint} \\`,
    `  FLOATIP_DIGITALOCEAN_METADATA=${metadata.get(String(taker.id))} floatip assign ${reserved.ip}`,
  ];
}
