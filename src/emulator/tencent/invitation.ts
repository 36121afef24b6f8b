import type { Listening } from '../emulated-cloud.ts';
import type { TencentSection } from './topology.ts';

/** The command that takes the first EIP to an instance that it is not bound to. */
export function invitation(
  { keys, instances, eips }: TencentSection,
  { endpoint, metadata }: Listening,
): readonly string[] {
  const [eip] = eips;
  const [key] = keys;
  const taker = instances.find(({ id }) => id !== eip?.instance && metadata.has(id));
  if (key === undefined || taker === undefined || eip === undefined) return [];
  return [
    '',
    `Be ${taker.id} and take ${eip.id}:`,
    '',
    `  TENCENTCLOUD_SECRET_ID=${key.secretId} TENCENTCLOUD_SECRET_KEY=${key.secretKey} \\`,
    `  FLOATIP_TENCENT_ENDPOINT=${endpoint} FLOATIP_TENCENT_METADATA=${metadata.get(taker.id)} \\`,
    `  floatip assign ${eip.id}`,
  ];
}
