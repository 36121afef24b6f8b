import { describe, expect, it } from 'vitest';

import { failureOf } from '../../../src/providers/aws/failures.ts';
import type { Asked } from '../../../src/providers/aws/failures.ts';
import { awsHost } from '../../support/aws-host.ts';
import { reportOf } from '../../support/run-main.ts';

const master = 'notify INSTANCE VI_1 MASTER 200 --json';
const eip = 'name: web, kind: aws-eip, id: eipalloc-00000001';

function classOf(code: string, asked: Partial<Asked> = {}): string {
  const usual = { subject: 'it', isWrite: true, isClockOff: false, isTemporary: false };
  return failureOf({ code, message: 'Said so.' }, { ...usual, ...asked }).class;
}

describe('a refusal of AWS', () => {
  it.each([
    ['RequestLimitExceeded', 'throttled'],
    ['Throttling', 'throttled'],
    ['IncorrectState', 'busy'],
    ['IncorrectInstanceState', 'busy'],
    ['Resource.AlreadyAssociated', 'stale'],
    ['UnauthorizedOperation', 'denied'],
    ['OptInRequired', 'denied'],
    ['Blocked', 'denied'],
    ['AuthFailure', 'denied'],
    ['SignatureDoesNotMatch', 'denied'],
    ['InvalidNetworkInterfaceID.NotFound', 'missing'],
    ['InvalidInstanceID.NotFound', 'missing'],
    ['PrivateIpAddressLimitExceeded', 'invalid'],
    ['InvalidParameterValue', 'invalid'],
    ['ACodeOfNextYear', 'invalid'],
    ['constructor', 'invalid'],
  ])('%s is %s', (code, expected) => {
    expect(classOf(code)).toBe(expected);
  });

  it.each([
    'InvalidAllocationID.NotFound',
    'InvalidAddress.NotFound',
    'InvalidAssociationID.NotFound',
    'InvalidRouteTableID.NotFound',
    'InvalidRoute.NotFound',
  ])('%s of a write is for the next look to say', (code) => {
    expect(classOf(code)).toBe('stale');
  });

  it('NotFound of a look is believed', () => {
    expect(classOf('InvalidAllocationID.NotFound', { isWrite: false })).toBe('missing');
  });

  it.each(['InternalError', 'InternalFailure', 'ServiceUnavailable', 'Unavailable'])(
    '%s leaves open what became of a write',
    (code) => {
      expect(classOf(code)).toBe('ambiguous');
      expect(classOf(code, { isWrite: false })).toBe('transport');
    },
  );

  it.each(['RequestExpired', 'ExpiredToken', 'AuthFailure', 'SignatureDoesNotMatch'])(
    '%s is about the clock where that is off, else about what was signed with',
    (code) => {
      expect(classOf(code, { isClockOff: true, isTemporary: true })).toBe('clock');
      expect(classOf(code, { isTemporary: true })).toBe('credentials');
      expect(classOf(code)).toBe('denied');
    },
  );
});

describe('a takeover that is refused', () => {
  it.each([
    [
      'an Elastic IP on the private IP that it would go to',
      'name: web, kind: aws-eip, id: eipalloc-00000002',
      'i-0000000a',
      '10.0.4.20 has the Elastic IP eipalloc-00000001 (203.0.113.40), which would be taken off it',
      'Assign a second private IP to eni-0000000a, and set it as privateIp in the config',
    ],
    [
      'a network interface that is not there',
      `${eip}, networkInterface: eni-000000c2`,
      'i-0000000b',
      'eni-000000c2 is not on i-0000000b, so the Elastic IP cannot be associated with it',
      'Set networkInterface in the config to what is there: eni-0000000b',
    ],
    [
      'a private IP that is not there',
      `${eip}, privateIp: 10.0.4.77`,
      'i-0000000b',
      '10.0.4.77 is not on i-0000000b, so the Elastic IP cannot be associated with it',
      'Set privateIp in the config to what is there: 10.0.4.21',
    ],
    [
      'a primary private IP',
      'name: web, kind: aws-private-ip, ip: 10.0.4.20',
      'i-0000000b',
      '10.0.4.20 is the primary IP of eni-0000000a',
      'Only a secondary private IP can move: add one for this purpose',
    ],
    [
      'another subnet',
      'name: web, kind: aws-private-ip, ip: 10.0.5.40',
      'i-0000000b',
      'i-0000000b has no network interface in subnet-0000000c for 10.0.5.40',
      'A private IP never leaves its subnet: attach a network interface of that subnet to the instance, or move the IP by a route (aws-route)',
    ],
    [
      'a network interface that no route can lead to',
      'name: web, kind: aws-route, ip: 10.99.0.10, routeTables: [rtb-00000002], networkInterface: eni-000000c2',
      'i-0000000b',
      'eni-000000c2 is not attached to i-0000000b, so no route can lead to it',
      'Set networkInterface in the config to what is there: eni-0000000b',
    ],
  ])('for %s says so, and changes nothing', async (_, entry, node, message, hint) => {
    const host = awsHost([entry], { node });
    const run = await host.run(master);
    expect(reportOf(run).results).toMatchObject([
      { outcome: 'refused', writes: 0, error: { class: 'invalid', message, hint } },
    ]);
    expect(run.code).toBe(7);
  });

  it('for an ordinary public IP is none: that gives way', async () => {
    const { awsTopology } = await import('../../support/aws-topology.ts');
    const topology = awsTopology.replace('name: lb2', 'name: lb2\n      publicIp: 198.51.100.9');
    const host = awsHost([eip], { topology });
    expect(reportOf(await host.run(master)).results).toMatchObject([
      { outcome: 'moved', writes: 1 },
    ]);
    expect(host.asked()).toContain(
      'DescribeAddresses Filter.1.Name=public-ip&Filter.1.Value.1=198.51.100.9',
    );
  });

  it('for a route that is in no table says how to make it', async () => {
    const host = awsHost([
      'name: web, kind: aws-route, ip: 10.99.0.77, routeTables: [rtb-00000002]',
    ]);
    const run = await host.run('status');
    expect(run.stdout + run.stderr).toContain(
      'AWS knows no route to 10.99.0.77/32 in rtb-00000002',
    );
    expect(run.stdout + run.stderr).toContain('aws ec2 create-route --route-table-id rtb-00000002');
  });

  it('for a region without FIPS endpoints says so', async () => {
    const host = awsHost([eip], {
      settings: '{ fips: true }',
      env: { FLOATIP_AWS_ENDPOINT: undefined },
    });
    const run = await host.run(master);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('AWS has no FIPS endpoint of ec2 in eu-central-1');
  });

  it('is repeated where something in between has answered', async () => {
    const host = awsHost([eip]);
    const match = { action: 'AssociateAddress' };
    host.world.cloud.faults.add({ match, times: 2, fault: { type: 'html', status: 403 } });
    expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
  });

  it('is repeated where an answer breaks off', async () => {
    const host = awsHost([eip]);
    const body = '<DescribeAddressesResponse><requestId>x</requestId><addressesSet>';
    host.world.cloud.faults.add({
      match: { action: 'DescribeAddresses' },
      fault: { type: 'status', status: 200, body },
    });
    expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
  });
});

describe('a release', () => {
  it('of an Elastic IP ends its association and no later one', async () => {
    const host = awsHost([eip], { node: 'i-0000000a' });
    const { results } = reportOf(await host.run('release web --json'));
    expect(results).toMatchObject([{ outcome: 'released', writes: 1 }]);
    expect(host.asked()[1]).toMatch(/^DisassociateAddress AssociationId=eipassoc-a0000000$/);
  });

  it('of a private IP with an Elastic IP on it is refused', async () => {
    const host = awsHost(['name: web, kind: aws-private-ip, ip: 10.0.4.30'], {
      node: 'i-0000000a',
    });
    const { aws } = host.world.cloud;
    aws.placeEip(aws.eips.get('eipalloc-00000002')!, {
      interface: 'eni-0000000a',
      ip: '10.0.4.30',
    });
    const run = await host.run('release web --json');
    expect(reportOf(run).results[0]?.error?.hint).toBe(
      'Disassociate that one first: floatip release eipalloc-00000002',
    );
  });

  it('of a route is none', async () => {
    const host = awsHost(
      ['name: web, kind: aws-route, ip: 10.99.0.10, routeTables: [rtb-00000002]'],
      {
        node: 'i-0000000a',
      },
    );
    const run = await host.run('release web --json');
    expect(run.code).toBe(7);
    expect(reportOf(run).results[0]?.error?.message).toContain(
      'cannot be released: it always leads somewhere',
    );
  });
});

describe('an answer without the list that was asked for', () => {
  it.each([
    ['DescribeAddresses', eip],
    ['DescribeNetworkInterfaces', 'name: web, kind: aws-private-ip, ip: 10.0.4.30'],
    [
      'DescribeRouteTables',
      'name: web, kind: aws-route, ip: 10.99.0.10, routeTables: [rtb-00000001]',
    ],
  ])('of %s says nothing of what is there', async (action, entry) => {
    const host = awsHost([entry]);
    const body = `<${action}Response><requestId>x</requestId></${action}Response>`;
    const fault = { type: 'status', status: 200, body } as const;
    host.world.cloud.faults.add({ match: { action }, times: 2, fault });
    expect(reportOf(await host.run(master)).results).toMatchObject([
      { outcome: 'moved', from: 'i-0000000a', writes: 1 },
    ]);
  });
});
