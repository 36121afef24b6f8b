import { describe, expect, it } from 'vitest';

import { asFailure } from '../../../src/ports/failure.ts';
import { endpointOf } from '../../../src/providers/aws/partitions.ts';
import { policy } from '../../../src/providers/aws/permissions.ts';
import { parseXml } from '../../../src/providers/aws/xml.ts';
import { loadConfig } from '../../support/clouds.ts';
import { temporaryFile } from '../../support/temporary.ts';

const table = 'rtb-0a1b2c3d4e5f60718';

async function problemIn(text: string): Promise<string> {
  const path = temporaryFile('config.yaml', text);
  const failure = await loadConfig({ path, env: {} }).then(
    () => undefined,
    (error: unknown) => asFailure(error),
  );
  return failure?.message ?? 'none';
}

const listed = (entries: string): string => `addresses:\n${entries}`;
const settings = (entry: string): string =>
  `providers: { aws: { ${entry} } }\naddresses: [{ name: a, kind: aws-eip, ip: 203.0.113.40 }]\n`;

describe('the config of AWS', () => {
  it.each([
    [listed('  - { name: a, kind: aws-eip, id: eip-12345678 }'), 'eipalloc-0a1b2c3d4e5f60718'],
    [listed("  - { name: a, kind: aws-eip, ip: '2001:db8::1' }"), 'IPv4'],
    [
      listed('  - { name: a, kind: aws-private-ip, ip: 10.0.4.30, networkInterface: eth0 }'),
      'eni-',
    ],
    [listed('  - { name: a, kind: aws-route, ip: 10.99.0.10 }'), 'routeTables'],
    [
      listed('  - { name: a, kind: aws-route, ip: 10.99.0.10, routeTables: [] }'),
      'at least one route table',
    ],
    [
      listed(`  - { name: a, kind: aws-route, ip: 10.99.0.10, routeTables: [${table}, ${table}] }`),
      `${table} is listed twice: list each route table once`,
    ],
    [
      listed(`  - { name: a, kind: aws-private-ip, ip: 10.0.4.30 }
  - { name: b, kind: aws-route, ip: 10.0.4.30, routeTables: [${table}] }`),
      'is listed as a private IP as well',
    ],
    [settings('region: Frankfurt'), 'eu-central-1'],
    [settings('credentials: { accessKeyIdFile: key }'), '{ accessKeyIdFile, secretAccessKeyFile }'],
    [settings('assumeRole: floatip'), 'the ARN of a role'],
    [
      settings(
        'assumeRole: { role: "arn:aws:iam::123456789012:role/x", endpoint: "http://sts.example" }',
      ),
      'a base URL such as https://sts',
    ],
  ])('says what is wrong with %s', async (text, words) => {
    expect(await problemIn(text)).toContain(words);
  });

  it('takes what it should', async () => {
    const text = `providers:
  aws:
    region: us-gov-west-1
    credentials: { accessKeyIdFile: /etc/floatip/id, secretAccessKeyFile: /etc/floatip/key }
    assumeRole: arn:aws-us-gov:iam::123456789012:role/ops/floatip
    fips: true
addresses:
  - { name: a, kind: aws-eip, id: eipalloc-12345678, privateIp: 10.0.4.25, follow: VI_1 }
  - { name: b, kind: aws-private-ip, ip: 10.0.4.30, networkInterface: eni-0a1b2c3d4e5f60718 }
  - { name: c, kind: aws-route, ip: '2001:db8::10', routeTables: [${table}] }
`;
    expect(await problemIn(text)).toBe('none');
  });
});

describe('endpointOf()', () => {
  it.each([
    ['ec2', 'eu-central-1', false, 'https://ec2.eu-central-1.amazonaws.com'],
    ['ec2', 'us-east-1', true, 'https://ec2-fips.us-east-1.amazonaws.com'],
    ['sts', 'ca-central-1', true, 'https://sts-fips.ca-central-1.amazonaws.com'],
    ['ec2', 'eu-central-1', true, undefined],
    ['ec2', 'cn-north-1', false, 'https://ec2.cn-north-1.amazonaws.com.cn'],
    ['ec2', 'cn-north-1', true, undefined],
    ['ec2', 'us-gov-west-1', true, 'https://ec2.us-gov-west-1.amazonaws.com'],
    ['ec2', 'us-iso-east-1', false, 'https://ec2.us-iso-east-1.c2s.ic.gov'],
    ['sts', 'us-isob-east-1', true, 'https://sts.us-isob-east-1.sc2s.sgov.gov'],
    ['ec2', 'eusc-de-east-1', false, 'https://ec2.eusc-de-east-1.amazonaws.eu'],
  ] as const)('of %s in %s with FIPS %s is %s', (service, region, wantsFips, expected) => {
    expect(endpointOf(service, { region, wantsFips })).toBe(expected);
  });
});

describe('policy()', () => {
  const route = {
    cloud: 'aws',
    kind: 'aws-route',
    name: 'b',
    ip: '10.99.0.10',
    routeTables: [table],
  };
  const address = { cloud: 'aws', kind: 'aws-eip', name: 'a', id: 'eipalloc-12345678' };

  it('grants changes of nothing but what the config names', () => {
    const { document } = policy([address, route]);
    expect(document).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Look',
          Effect: 'Allow',
          Action: [
            'ec2:DescribeAddresses',
            'ec2:DescribeNetworkInterfaces',
            'ec2:DescribeRouteTables',
          ],
          Resource: '*',
        },
        {
          Sid: 'MoveElasticIps',
          Effect: 'Allow',
          Action: ['ec2:AssociateAddress', 'ec2:DisassociateAddress'],
          Resource: [
            'arn:aws:ec2:*:*:elastic-ip/eipalloc-12345678',
            'arn:aws:ec2:*:*:network-interface/*',
            'arn:aws:ec2:*:*:instance/*',
          ],
        },
        {
          Sid: 'MoveRoutes',
          Effect: 'Allow',
          Action: ['ec2:ReplaceRoute'],
          Resource: [`arn:aws:ec2:*:*:route-table/${table}`],
        },
      ],
    });
  });
});

describe('parseXml()', () => {
  it('reads lists, texts and what is empty', () => {
    const text =
      '<?xml version="1.0"?><R xmlns="x"><a><item>1</item><item><b>2</b></item></a><c/><d> &lt;3 </d></R>';
    expect(parseXml(text)).toEqual({ root: 'R', value: { a: ['1', { b: '2' }], c: '', d: '<3' } });
  });

  it.each([
    '',
    'no XML',
    '<R>',
    '<R><a></R>',
    '<R><a>1</a>',
    '<R>&nbsp;</R>',
    '<!DOCTYPE R [<!ENTITY a "b">]><R>&a;</R>',
    '<R/><S/>',
    `${'<a>'.repeat(40)}${'</a>'.repeat(40)}`,
  ])('is nothing of %j', (text) => {
    expect(parseXml(text)).toBeUndefined();
  });
});
