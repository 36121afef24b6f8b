import { describe, expect, it } from 'vitest';

import { askTencent } from '../support/ask-tencent.ts';
import type { AskedTencent } from '../support/ask-tencent.ts';
import type { Signing } from '../support/sign-tencent.ts';
import { tencentTopology } from '../support/tencent-topology.ts';
import { secretId, secretKey } from '../support/token.ts';

const start = (more = ''): AskedTencent => askTencent(tencentTopology(more));

describe('the signature of a request to Tencent Cloud', () => {
  it('is accepted as the vendor computes it, in both methods and for any service', () => {
    const cloud = start();
    expect(cloud.call('DescribeAddresses').TotalCount).toBe(6);
    expect(cloud.call('DescribeAddresses', {}, { service: '127' }).TotalCount).toBe(6);
    const query = 'Filters.0.Name=instance-id&Filters.0.Values.0=ins-aaaaaaaa&Limit=1&Offset=0';
    expect(cloud.call('DescribeAddresses', {}, { method: 'GET', query })).toMatchObject({
      TotalCount: 1,
      AddressSet: [{ AddressId: 'eip-11111111' }],
    });
    // The SDK and URLSearchParams escape differently; what came is what was signed.
    const odd = 'Filters.0.Name=address-name&Filters.0.Values.0=a%20b~';
    expect(cloud.code('DescribeAddresses', {}, { method: 'GET', query: odd })).toBeUndefined();
  });

  const cases: readonly [string, Signing, string][] = [
    ['an unknown secret id', { secretId: 'AKIDnobody' }, 'AuthFailure.SecretIdNotFound'],
    ['a wrong key', { secretKey: 'wrong' }, 'AuthFailure.SignatureFailure'],
    ['a clock that is late', { skewSeconds: -301 }, 'AuthFailure.SignatureExpire'],
    ['a clock that is early', { skewSeconds: 301 }, 'AuthFailure.SignatureExpire'],
    ['a token where there is none', { token: 'x' }, 'AuthFailure.TokenFailure'],
    ['another host', { headers: { host: 'vpc.other.test' } }, 'AuthFailure.SignatureFailure'],
    ['no signature', { headers: { authorization: '' } }, 'AuthFailure.InvalidAuthorization'],
    [
      'another scheme',
      { headers: { authorization: 'Bearer x' } },
      'AuthFailure.InvalidAuthorization',
    ],
    [
      'a signed timestamp that is another one than that of the header',
      { headers: { 'x-tc-timestamp': '1795219201' } },
      'AuthFailure.SignatureFailure',
    ],
    [
      'the parameters of the older method',
      { method: 'GET', query: 'Action=DescribeAddresses&Signature=x' },
      'AuthFailure.InvalidAuthorization',
    ],
    ['no timestamp', { headers: { 'x-tc-timestamp': '' } }, 'MissingParameter'],
    ['a timestamp that is none', { headers: { 'x-tc-timestamp': 'x' } }, 'InvalidParameterValue'],
    ['no version', { headers: { 'x-tc-version': '' } }, 'MissingParameter'],
    ['another version', { headers: { 'x-tc-version': '2017-03-11' } }, 'NoSuchVersion'],
    ['no region', { headers: { 'x-tc-region': '' } }, 'MissingParameter'],
    ['another region', { headers: { 'x-tc-region': 'ap-beijing' } }, 'UnsupportedRegion'],
    ['no action', { headers: { 'x-tc-action': '' } }, 'MissingParameter'],
    ['an unknown action', { headers: { 'x-tc-action': 'ReleaseAddresses' } }, 'InvalidAction'],
    ['another method', { method: 'PUT' }, 'UnsupportedProtocol'],
  ];
  it.each(cases)('is refused with %s', (_what, signing, code) => {
    expect(start().code('DescribeAddresses', {}, signing)).toBe(code);
  });

  it('is refused when it covers another day or another body', () => {
    const cloud = start();
    const { authorization = '' } = cloud.sign('DescribeAddresses').headers;
    const yesterday = authorization.replace('2026-11-21', '2026-11-20');
    expect(yesterday).not.toBe(authorization);
    const wrongDay = { headers: { authorization: yesterday } };
    expect(cloud.code('DescribeAddresses', {}, wrongDay)).toBe('AuthFailure.SignatureFailure');
    const right = { headers: { authorization } };
    expect(cloud.code('DescribeAddresses', {}, right)).toBeUndefined();
    expect(cloud.code('DescribeAddresses', { Limit: 1 }, right)).toBe(
      'AuthFailure.SignatureFailure',
    );
  });

  it('lets a key do what it is allowed to', () => {
    const cloud = start();
    const thin = { secretId: 'AKIDthin', secretKey };
    expect(cloud.code('DescribeAddresses', {}, thin)).toBeUndefined();
    expect(cloud.code('DescribeHaVips', {}, thin)).toBe('AuthFailure.UnauthorizedOperation');
  });
});

describe('an answer of Tencent Cloud', () => {
  it('has status 200, the time and a request id, errors included', () => {
    const cloud = start();
    const good = cloud.raw('DescribeAddresses');
    const bad = cloud.raw('DescribeAddresses', { Bogus: 1 });
    for (const { status, headers } of [good, bad]) {
      expect(status).toBe(200);
      expect(Date.parse(headers['date'] ?? '')).toBe(cloud.nowMs);
    }
    expect(JSON.parse(bad.body)).toEqual({
      Response: {
        Error: { Code: 'UnknownParameter', Message: 'The parameter `Bogus` is not recognized.' },
        RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
    expect(JSON.parse(good.body).Response.RequestId).not.toBe(
      JSON.parse(bad.body).Response.RequestId,
    );
  });

  it('comes a number of times a second for each action, counting what is refused', () => {
    const cloud = start('limits: { DescribeHaVips: 2 }');
    const three = [1, 2, 3].map(() => cloud.code('DescribeHaVips'));
    expect(three).toEqual([undefined, undefined, 'RequestLimitExceeded']);
    expect(cloud.call('DescribeHaVips').Error.Message).toContain('equals to `4` in a second');
    expect(cloud.code('DescribeAddresses')).toBeUndefined();
    cloud.nowMs += 1000;
    expect(cloud.code('DescribeHaVips')).toBeUndefined();
  });

  it("comes as often as the vendor's documentation says, where nothing else is said", () => {
    const cloud = start();
    const codes = Array.from({ length: 11 }, () => cloud.code('AssociateAddress'));
    expect(codes.filter((code) => code === 'RequestLimitExceeded')).toHaveLength(1);
  });
});

describe('what is recorded of a request to Tencent Cloud', () => {
  it('holds neither signature nor token', () => {
    const cloud = start();
    cloud.raw('DescribeAddresses', {}, { token: 'a-token' });
    cloud.raw('DescribeAddresses', {}, { method: 'GET', query: 'Action=x&Token=a-token&Limit=1' });
    const text = JSON.stringify(cloud.cloud.received.list());
    expect(text).toContain('"x-tc-action":"DescribeAddresses"');
    expect(text).toContain('Limit=1');
    expect(text).not.toContain('a-token');
    expect(text).not.toContain(secretId);
    expect(text).not.toContain('TC3-HMAC-SHA256');
  });
});
