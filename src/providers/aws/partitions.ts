/**
 * Where the APIs of a region are. Regions of other partitions than the usual one have domains of their own
 * (botocore, data/partitions.json).
 */

interface Partition {
  readonly regions: RegExp;
  readonly domain: string;
  /** Its usual names stand for endpoints that are validated for FIPS 140 already. */
  readonly isFipsAnyway?: true;
}

const partitions: readonly Partition[] = [
  { regions: /^cn-/, domain: 'amazonaws.com.cn' },
  { regions: /^us-gov-/, domain: 'amazonaws.com', isFipsAnyway: true },
  { regions: /^us-iso-/, domain: 'c2s.ic.gov', isFipsAnyway: true },
  { regions: /^us-isob-/, domain: 'sc2s.sgov.gov', isFipsAnyway: true },
  { regions: /^us-isof-/, domain: 'csp.hci.ic.gov', isFipsAnyway: true },
  { regions: /^eu-isoe-/, domain: 'cloud.adc-e.uk', isFipsAnyway: true },
  { regions: /^eusc-/, domain: 'amazonaws.eu' },
];

/** Where the usual partition has FIPS endpoints: North America (https://aws.amazon.com/compliance/fips/). */
const hasFips = /^(?:us|ca)-/;

export interface EndpointOptions {
  readonly region: string;
  readonly wantsFips: boolean;
}

/** Base URL of an API in a region, without a path; nothing where it is to be FIPS and there is no such one. */
export function endpointOf(
  service: 'ec2' | 'sts',
  { region, wantsFips }: EndpointOptions,
): string | undefined {
  const partition = partitions.find(({ regions }) => regions.test(region));
  const { domain, isFipsAnyway } = partition ?? {
    domain: 'amazonaws.com',
    isFipsAnyway: undefined,
  };
  if (!wantsFips || isFipsAnyway === true) return `https://${service}.${region}.${domain}`;
  if (partition !== undefined || !hasFips.test(region)) return undefined;
  return `https://${service}-fips.${region}.${domain}`;
}
