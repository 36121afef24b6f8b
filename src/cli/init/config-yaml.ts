import { Document, stringify } from 'yaml';

import type { AddressEntry, HostPlan, SecretPlan } from './plan.ts';

/** The config file of a host. */
export function configYaml(
  { entries }: Pick<HostPlan, 'entries'>,
  secrets: readonly SecretPlan[],
): string {
  const clouds = new Set(secrets.map(({ cloud }) => cloud));
  const settings = [...clouds].map((cloud) => {
    const section = new Document({});
    for (const { keys, path } of secrets.filter((one) => one.cloud === cloud))
      section.setIn(keys, path);
    return `  ${cloud}: ${oneLine(section.toJS())}`;
  });
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
