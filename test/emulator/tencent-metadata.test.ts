import { describe, expect, it } from 'vitest';

import { marker } from '../../.config/leaks.mjs';
import { askTencent } from '../support/ask-tencent.ts';
import type { AskedTencent } from '../support/ask-tencent.ts';
import { tencentTopology } from '../support/tencent-topology.ts';

const root = '/latest/meta-data/';
const role = `role: { name: floatip, ttlMs: 60000, actions: [DescribeAddresses], secret: ${marker} }`;
const security = 'cam/security-credentials/';

function tell(cloud: AskedTencent, path: string, node = 'ins-aaaaaaaa'): string | undefined {
  const { status, headers, body } = cloud.metadata(node, `${root}${path}`);
  expect(headers['content-type']).toContain('text/plain');
  return status === 200 ? body : undefined;
}

function credentials(cloud: AskedTencent): any {
  return JSON.parse(tell(cloud, `${security}floatip`) ?? '');
}

describe("Tencent Cloud's metadata service", () => {
  const cloud = askTencent(tencentTopology(role));

  it.each([
    ['instance-id', 'ins-aaaaaaaa'],
    ['uuid', 'ins-aaaaaaaa'],
    ['local-ipv4', '10.0.4.20'],
    ['public-ipv4', '203.0.113.10'],
    ['mac', '52:54:00:00:00:0A'],
    ['placement/region', 'ap-guangzhou'],
    ['placement/zone', 'ap-guangzhou-3'],
    ['placement/', 'region\nzone'],
    ['network/interfaces/macs/', '52:54:00:00:00:0A/'],
    ['network/interfaces/macs/52:54:00:00:00:0A/mac', '52:54:00:00:00:0A'],
    ['network/interfaces/macs/52:54:00:00:00:0A/primary-local-ipv4', '10.0.4.20'],
    ['network/interfaces/macs/52:54:00:00:00:0A/public-ipv4s', '203.0.113.10'],
    ['network/interfaces/macs/52:54:00:00:00:0A/vpc-id', 'vpc-11111111'],
    ['network/interfaces/macs/52:54:00:00:00:0A/subnet-id', 'subnet-11111111'],
    ['network/interfaces/macs/52:54:00:00:00:0A/local-ipv4s/', '10.0.4.20/\n10.0.4.30/'],
    ['network/interfaces/macs/52:54:00:00:00:0A/local-ipv4s/10.0.4.20/gateway', '10.0.4.1'],
    ['network/interfaces/macs/52:54:00:00:00:0A/local-ipv4s/10.0.4.20/public-ipv4', '203.0.113.10'],
    [
      'network/interfaces/macs/52:54:00:00:00:0A/local-ipv4s/10.0.4.20/subnet-mask',
      '255.255.255.0',
    ],
    [security, 'floatip'],
    ['network/interfaces/macs/52:54:00:00:00:0a/mac', undefined],
    ['network/interfaces/macs/52:54:00:00:00:0B/mac', undefined],
    ['network/interfaces/macs/52:54:00:00:00:0A/local-ipv4s/10.0.4.30/public-ipv4', undefined],
    ['placement', undefined],
    ['instance-id/', undefined],
    ['cam/security-credentials/other', undefined],
    ['constructor', undefined],
    ['eni-id', undefined],
  ])('says of %s: %s', (path, text) => {
    expect(tell(cloud, path)).toBe(text);
  });

  it('has an index, tells every instance about itself, and strangers nothing', () => {
    expect(tell(cloud, '')?.split('\n')).toEqual(
      expect.arrayContaining(['instance-id', 'placement/', 'network/', 'cam/']),
    );
    expect(tell(cloud, 'instance-id', 'ins-bbbbbbbb')).toBe('ins-bbbbbbbb');
    expect(tell(cloud, 'public-ipv4', 'ins-bbbbbbbb')).toBeUndefined();
    expect(tell(cloud, 'public-ipv4', 'ins-cccccccc')).toBe('198.51.100.7');
    expect(tell(cloud, 'instance-id', 'ins-99999999')).toBeUndefined();
    expect(cloud.metadata('ins-aaaaaaaa', '/').status).toBe(404);
  });
});

describe('the credentials of a role', () => {
  it('are not there without one', () => {
    const cloud = askTencent(tencentTopology());
    expect([tell(cloud, security), tell(cloud, 'cam/')]).toEqual([undefined, undefined]);
  });

  it('sign requests until they expire, with their token and for what the role allows', () => {
    const cloud = askTencent(tencentTopology(role));
    const given = credentials(cloud);
    expect(given).toMatchObject({
      ExpiredTime: cloud.nowMs / 1000 + 60,
      Expiration: '2026-11-21T00:01:00Z',
      Code: 'Success',
    });
    const { TmpSecretId: secretId, TmpSecretKey: secretKey, Token: token } = given;
    expect(`${secretKey}`).toContain(marker);
    const signing = { secretId, secretKey, token };
    expect(cloud.code('DescribeAddresses', {}, signing)).toBeUndefined();
    expect(cloud.code('DescribeHaVips', {}, signing)).toBe('AuthFailure.UnauthorizedOperation');
    for (const wrong of [
      { secretId, secretKey },
      { ...signing, token: 'x' },
    ]) {
      expect(cloud.code('DescribeAddresses', {}, wrong)).toBe('AuthFailure.TokenFailure');
    }
    cloud.nowMs += 59_999;
    expect(cloud.code('DescribeAddresses', {}, signing)).toBeUndefined();
    cloud.nowMs += 1;
    expect(cloud.code('DescribeAddresses', {}, signing)).toBe('AuthFailure.TokenFailure');
  });

  it('are renewed long before', () => {
    const cloud = askTencent(tencentTopology(role));
    const first = credentials(cloud);
    cloud.nowMs += 29_999;
    expect(credentials(cloud)).toEqual(first);
    cloud.nowMs += 1;
    const second = credentials(cloud);
    expect(second.TmpSecretId).not.toBe(first.TmpSecretId);
    expect(second.ExpiredTime).toBe(first.ExpiredTime + 30);
    const other = cloud.metadata('ins-bbbbbbbb', `${root}${security}floatip`);
    expect(JSON.parse(other.body).TmpSecretId).not.toBe(second.TmpSecretId);
  });
});
