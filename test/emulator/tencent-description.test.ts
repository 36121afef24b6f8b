import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { actions, objects } from '../../src/emulator/tencent/description.ts';
import { messages } from '../../src/emulator/tencent/messages.ts';
import { askTencent } from '../support/ask-tencent.ts';
import { refusals } from '../support/tencent-refusals.ts';
import { tencentTopology } from '../support/tencent-topology.ts';

/**
 * What the embedded cloud knows of Tencent Cloud's API, and what it answers, against the vendor's own
 * description, which is not part of this project: without it beside the checkout, or at
 * FLOATIP_SPEC, this is skipped.
 */

const folder = process.env['FLOATIP_SPEC'] ?? '../shared/spec';
const path = `${folder}/tencent.vpc-2017-03-12.json`;
const vendor = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;

/** A field in the words of the vendor's file. */
function inVendorsWords({ type, list, required }: any): object {
  const members: Record<string, string> = { int: 'int64', uint: 'uint64' };
  const member = members[type] ?? type;
  const plain = type === 'uint' ? 'int' : type;
  return { type: list === true ? 'list' : plain, member, required: required === true };
}

function ours(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, inVendorsWords(field)]),
  );
}

function theirs(fields: any[]): object {
  return Object.fromEntries(
    fields.map(({ name, type, member, required }) => [name, { type, member, required }]),
  );
}

/** Null where the description does not say so, but the vendor's own examples do. */
const nullInExamples = new Set(['InstanceId', 'NetworkInterfaceId', 'PrivateAddressIp']);

/** What is wrong with a value, given how the vendor describes it. */
function faultsOf(value: any, { name, type, member, nullable }: any): string[] {
  if (value === null) return nullable || nullInExamples.has(name) ? [] : [`${name} is null`];
  if (type === 'list') {
    if (!Array.isArray(value)) return [`${name} is no list`];
    return value.flatMap((one) => faultsOf(one, { name, type: member, member }));
  }
  const members = vendor.objects[member];
  if (members !== undefined) return objectFaults(value, members);
  const expected: Record<string, string> = { int: 'number', bool: 'boolean' };
  return typeof value === (expected[type] ?? 'string') ? [] : [`${name} is ${typeof value}`];
}

function objectFaults(value: any, members: any[]): string[] {
  return Object.entries(value).flatMap(([name, inner]) => {
    const member = members.find((one) => one.name === name);
    return member === undefined ? [`${name} is unknown`] : faultsOf(inner, member);
  });
}

describe.skipIf(vendor === undefined)("Tencent Cloud's API as the vendor describes it", () => {
  it.each(Object.entries(actions))('has the parameters and the limit of %s', (name, action) => {
    const described = vendor.actions[name];
    expect(ours(action.parameters)).toEqual(theirs(described.request));
    expect(action.perSecond).toBe(described.rateLimitPerSecond);
  });

  it.each(Object.entries(objects))('has the members of %s', (name, members) => {
    expect(ours(members)).toEqual(theirs(vendor.objects[name]));
  });

  it.each(['DescribeAddresses', 'DescribeHaVips', 'DescribeNetworkInterfaces'] as const)(
    'has the filters of %s',
    (name) => {
      const { doc } = vendor.actions[name].request.find((one: any) => one.name === 'Filters');
      const described = [...doc.matchAll(/([a-z0-9.:-]+)\s*-\s*(?:String|Bool|Boolean)\s*-/g)];
      expect(actions[name].filters).toEqual(described.map(([, filter]) => filter));
    },
  );

  it('has every code that is answered', () => {
    // Only in the list of common codes: cloud.tencent.com/document/api/215/15694.
    const elsewhere = ['UnsupportedProtocol'];
    const known = new Set([
      ...Object.keys(vendor.errorMessages),
      ...Object.keys(vendor.commonErrorCodes),
      ...elsewhere,
    ]);
    expect(Object.keys(messages).filter((code) => !known.has(code))).toEqual([]);
  });

  it.each(refusals)('has $code for $action: $what', ({ action, code }) => {
    const documented = vendor.actions[action].errorCodes.includes(code);
    expect(documented || code in vendor.commonErrorCodes).toBe(true);
  });

  const cloud = vendor === undefined ? undefined! : askTencent(tencentTopology());
  const wanted = { AddressId: 'eip-22222222', InstanceId: 'ins-bbbbbbbb' };
  const migration = {
    SourceNetworkInterfaceId: 'eni-aaaaaaaa',
    DestinationNetworkInterfaceId: 'eni-bbbbbbbb',
    PrivateIpAddress: '10.0.4.30',
  };
  it.each([
    ['DescribeAddresses', () => ({})],
    ['DescribeAddresses', () => ({ Filters: [{ Name: 'address-type', Values: ['WanIP'] }] })],
    ['DescribeHaVips', () => ({})],
    ['DescribeNetworkInterfaces', () => ({})],
    ['AssociateAddress', () => wanted],
    ['DisassociateAddress', () => ({ AddressId: 'eip-11111111' })],
    ['DescribeTaskResult', () => ({ TaskId: 50_121_411 })],
    ['MigratePrivateIpAddress', () => migration],
    ['HaVipDisassociateAddressIp', () => ({ HaVipId: 'havip-11111111' })],
    [
      'AssignPrivateIpAddresses',
      () => ({ NetworkInterfaceId: 'eni-aaaaaaaa', SecondaryPrivateIpAddressCount: 1 }),
    ],
    [
      'UnassignPrivateIpAddresses',
      () => ({
        NetworkInterfaceId: 'eni-b2b2b2b2',
        PrivateIpAddresses: [{ PrivateIpAddress: '10.0.5.31' }],
      }),
    ],
    [
      'DescribeVpcTaskResult',
      () => ({ TaskId: cloud.cloud.tencent.tasks.running()[2]?.requestId }),
    ],
  ])('has the members of what %s answers', (action, parameters) => {
    const answer = cloud.call(action, parameters());
    expect(objectFaults(answer, vendor.actions[action].response)).toEqual([]);
    const described = vendor.actions[action].response.map(({ name }: any) => name);
    expect(Object.keys(answer).toSorted()).toEqual(described.toSorted());
  });
});
