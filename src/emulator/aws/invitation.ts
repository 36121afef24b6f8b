import type { Listening } from '../emulated-cloud.ts';
import type { AwsSection } from './topology.ts';

/** The command that takes the first Elastic IP to an instance that it is not associated with. */
export function invitation(
  { keys, instances, eips }: AwsSection,
  { endpoint, metadata }: Listening,
): readonly string[] {
  const [eip] = eips;
  const [key] = keys;
  const taker = instances.find(
    ({ id, interfaces }) =>
      metadata.has(id) && !interfaces.some((one) => one.id === eip?.interface),
  );
  if (key === undefined || taker === undefined || eip === undefined) return [];
  return [
    '',
    `Be ${taker.id} and take ${eip.id}:`,
    '',
    `  AWS_ACCESS_KEY_ID=${key.accessKeyId} AWS_SECRET_ACCESS_KEY=${key.secretAccessKey} \\`,
    `  FLOATIP_AWS_ENDPOINT=${endpoint} FLOATIP_AWS_METADATA=${metadata.get(taker.id)} \\`,
    `  floatip assign ${eip.id}`,
  ];
}
