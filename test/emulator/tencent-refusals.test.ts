import { describe, expect, it } from 'vitest';

import { askTencent } from '../support/ask-tencent.ts';
import { refusals } from '../support/tencent-refusals.ts';
import { tencentTopology } from '../support/tencent-topology.ts';

describe("Tencent Cloud's API in the embedded cloud refuses", () => {
  it.each(refusals)('$action: $what', ({ action, parameters, code, first }) => {
    const cloud = askTencent(tencentTopology());
    first?.(cloud);
    const before = JSON.stringify(cloud.call('DescribeAddresses', { Limit: 100 }).AddressSet);
    expect(cloud.call(action, parameters).Error).toMatchObject({ Code: code });
    expect(JSON.stringify(cloud.call('DescribeAddresses', { Limit: 100 }).AddressSet)).toBe(before);
  });

  it('a body that is no JSON, and parameters in a form', () => {
    const cloud = askTencent(tencentTopology());
    expect(cloud.code('DescribeAddresses', {}, { body: 'Limit=1' })).toBe('InvalidParameter');
    expect(cloud.code('DescribeAddresses', {}, { body: '' })).toBeUndefined();
  });

  it.each([
    ['Limit=x', 'InvalidParameter'],
    ['AddressIds=eip-11111111', 'InvalidParameter'],
    ['AddressIds.1=eip-11111111', 'InvalidParameter'],
    ['AddressIds.0.x=1', 'InvalidParameter'],
    ['Limit=1&Limit.0=1', 'InvalidParameter'],
    ['Bogus.0=1', 'UnknownParameter'],
    ['Filters.0.Name=vpc-id', 'MissingParameter'],
    ['Limit=101', 'InvalidParameterValue.LimitExceeded'],
  ])('the query %s', (query, code) => {
    const cloud = askTencent(tencentTopology());
    expect(cloud.code('DescribeAddresses', {}, { method: 'GET', query })).toBe(code);
  });
});
