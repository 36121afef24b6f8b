import { stringify } from 'yaml';

import type { AddressEntry, HostPlan, SecretPlan } from './plan.ts';

/** The config file of a host. */
export function configYaml(
  { entries }: Pick<HostPlan, 'entries'>,
  secrets: readonly SecretPlan[],
): string {
  const clouds = new Map<string, Record<string, string>>();
  for (const { cloud, key, path } of secrets) {
    clouds.set(cloud, { ...clouds.get(cloud), [key]: path });
  }
  const settings = [...clouds].map(([cloud, section]) => `  ${cloud}: ${oneLine(section)}`);
  return [
    '# Written by floatip init.',
    ...(settings.length === 0 ? [] : ['providers:', ...settings]),
    ...addressLines(entries),
    '',
  ].join('\n');
}

export function addressLines(entries: readonly AddressEntry[]): readonly string[] {
  return ['addresses:', ...entries.map((entry) => `  - ${oneLine(entry)}`)];
}

function oneLine(value: object): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0, singleQuote: true }).trim();
}
