import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { actions } from '../../src/emulator/aws/description.ts';
import type { ActionName } from '../../src/emulator/aws/description.ts';
import { askAws } from '../support/ask-aws.ts';
import { awsTopology } from '../support/aws-topology.ts';

/**
 * What the embedded cloud knows of EC2, and what it answers, against the vendor's own description, which is not
 * part of this project: without it beside the checkout, or at FLOATIP_SPEC, this is skipped.
 */

const path = `${process.env['FLOATIP_SPEC'] ?? '../shared/spec'}/aws.json`;
const vendor = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;

/** The name of a parameter on the wire, by the rules of the protocol `ec2` (botocore, serialize.py). */
function wireName(name: string, { queryName, locationName }: any): string {
  const given: string = queryName ?? locationName ?? name;
  return given.charAt(0).toUpperCase() + given.slice(1);
}

function theirs(action: string): object {
  const { members, required = [] } = vendor.shapes[vendor.operations[action].input.shape];
  return Object.fromEntries(
    Object.entries<any>(members).map(([name, member]) => {
      const isList = vendor.shapes[member.shape].type === 'list';
      const shape = vendor.shapes[isList ? vendor.shapes[member.shape].member.shape : member.shape];
      const type = shape.type === 'structure' ? 'filter' : shape.type;
      return [wireName(name, member), { type, list: isList, required: required.includes(name) }];
    }),
  );
}

function ours(action: ActionName): object {
  return Object.fromEntries(
    Object.entries<any>(actions[action].parameters).map(([name, field]) => [
      name,
      { type: field.type, list: field.list === true, required: field.required === true },
    ]),
  );
}

/** What is wrong with an answer, given how the vendor describes it. */
function faultsOf(value: any, shapeName: string, at: string): string[] {
  const shape = vendor.shapes[shapeName];
  if (shape.type === 'list') {
    if (value === '') return [];
    if (!Array.isArray(value)) return [`${at} is no list`];
    return value.flatMap((one, index) => faultsOf(one, shape.member.shape, `${at}.${index}`));
  }
  if (shape.type !== 'structure')
    return typeof value === 'string' ? plainFaults(value, shape, at) : [`${at} is no text`];
  const members = Object.values<any>(shape.members);
  return Object.entries(value).flatMap(([name, inner]) => {
    const member = members.find((one) => one.locationName === name);
    return member === undefined
      ? [`${at}.${name} is unknown`]
      : faultsOf(inner, member.shape, `${at}.${name}`);
  });
}

function plainFaults(value: string, { type, enum: words }: any, at: string): string[] {
  if (type === 'boolean' && !['true', 'false'].includes(value)) return [`${at} is ${value}`];
  if (type === 'integer' && !/^\d+$/.test(value)) return [`${at} is ${value}`];
  return words !== undefined && !words.includes(value) ? [`${at} is ${value}`] : [];
}

const answers = [
  ['DescribeAddresses', {}],
  ['DescribeNetworkInterfaces', {}],
  ['DescribeRouteTables', {}],
  [
    'AssociateAddress',
    {
      AllocationId: 'eipalloc-00000001',
      NetworkInterfaceId: 'eni-0000000b',
      PrivateIpAddress: '10.0.4.21',
    },
  ],
  [
    'AssignPrivateIpAddresses',
    {
      NetworkInterfaceId: 'eni-0000000b',
      'PrivateIpAddress.1': '10.0.4.30',
      AllowReassignment: 'true',
    },
  ],
] as const;

/** They stand beside what the output's shape has. */
const beside = new Set(['requestId', 'return']);

describe.skipIf(vendor === undefined)('EC2 as the vendor describes it', () => {
  it.each(Object.keys(actions) as ActionName[])('has the parameters of %s', (action) => {
    expect(ours(action)).toEqual(theirs(action));
  });

  it.each(Object.keys(actions) as ActionName[])('has the bucket of %s', (action) => {
    const limits = vendor['x-rate-limit'];
    const described = limits[action] ?? limits[`${action} with filter or pagination`];
    const { burst, perSecond } = actions[action].bucket;
    const asWritten = described ?? '100/20';
    expect(`${burst}/${perSecond}`).toBe(asWritten);
  });

  it.each(['DescribeNetworkInterfaces', 'DescribeRouteTables'] as const)(
    'has the pages of %s',
    (action) => {
      const { max, min } = vendor.shapes[`${action}MaxResults`];
      expect(actions[action].page).toEqual({ least: min, most: max });
    },
  );

  it.each(answers)('answers %s in its shape', (action, parameters) => {
    const answer = askAws(awsTopology).call(action, parameters);
    const described = Object.entries(answer).filter(([name]) => !beside.has(name));
    const { shape } = vendor.operations[action].output;
    expect(described).not.toEqual([]);
    expect(faultsOf(Object.fromEntries(described), shape, action)).toEqual([]);
  });
});
