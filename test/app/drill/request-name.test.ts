import { expect, it } from 'vitest';

import { requestName } from '../../../src/app/drill/request-name.ts';

it.each([
  ['POST', '/v2/reserved_ips/203.0.113.10/actions', 'POST /v2/reserved_ips/{}/actions'],
  ['GET', '/v2/reserved_ipv6/2001%3Adb8%3A%3A10', 'GET /v2/reserved_ipv6/{}'],
  ['GET', '/v1/floating_ips?ip=203.0.113.20', 'GET /v1/floating_ips'],
  ['GET', '/v2.1/servers/5f9a8c1e-11aa-4bbb-8ccc-0123456789ab', 'GET /v2.1/servers/{}'],
  ['GET', '/v2/droplets/web-of-a-customer', 'GET /v2/droplets/{}'],
] as const)('%s %s is called %s', (method, path, name) => {
  const url = `https://api.test${path}`;
  expect(requestName({ method, url, requestHeaders: {}, requestBody: undefined })).toBe(name);
});

it.each([
  [{ 'x-tc-action': 'DescribeHaVips' }, '{}', 'DescribeHaVips'],
  [{}, 'Action=AssociateAddress&AllocationId=eipalloc-0123', 'AssociateAddress'],
  [{ 'x-tc-action': 'dop_v1_0123' }, '{}', 'POST /'],
])('with %j and %j it is called by its action', (requestHeaders, requestBody, name) => {
  const url = 'https://api.test/';
  expect(requestName({ method: 'POST', url, requestHeaders, requestBody })).toBe(name);
});
