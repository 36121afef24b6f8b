import { describe, expect, it } from 'vitest';

import type { Signing } from '../support/ask-aws.ts';
import { askAws } from '../support/ask-aws.ts';
import { awsTopology } from '../support/aws-topology.ts';

const start = (more = '') => askAws(`${awsTopology}${more}`);
const held = { AllocationId: 'eipalloc-00000001' };
const there = { NetworkInterfaceId: 'eni-0000000b', PrivateIpAddress: '10.0.4.21' };
const byId = { 'Filter.1.Name': 'allocation-id', 'Filter.1.Value.1': 'eipalloc-00000001' };

describe('who may ask the embedded AWS', () => {
  it.each<[string, Signing, number, string]>([
    ['nobody', { headers: { authorization: '' } }, 403, 'MissingAuthenticationToken'],
    [
      'a header that is none',
      { headers: { authorization: 'Bearer x' } },
      400,
      'IncompleteSignature',
    ],
    ['an unknown key', { accessKeyId: 'AKIAOTHER' }, 401, 'AuthFailure'],
    ['another secret', { secretAccessKey: 'wrong' }, 401, 'AuthFailure'],
    ['a token that was not issued', { sessionToken: 'x' }, 401, 'AuthFailure'],
    ['another service', { service: 's3' }, 401, 'AuthFailure'],
    ['another region', { region: 'us-east-1' }, 401, 'AuthFailure'],
    ['a body that was changed', { tamper: (body) => `${body}&DryRun=true` }, 401, 'AuthFailure'],
    ['another host', { headers: { host: 'elsewhere' } }, 401, 'AuthFailure'],
    ['a clock that is behind', { skewSeconds: -301 }, 400, 'RequestExpired'],
    ['a clock that is ahead', { skewSeconds: 301 }, 401, 'AuthFailure'],
    ['another version', { version: '2014-01-01' }, 400, 'NoSuchVersion'],
  ])('not %s', (_name, signing, status, code) => {
    expect(start().code('DescribeAddresses', {}, signing)).toEqual([status, code]);
  });

  it('is who signs, within five minutes, and may do this', () => {
    const asked = start();
    expect(asked.raw('DescribeAddresses', {}, { skewSeconds: 299 }).status).toBe(200);
    const thin = askAws(
      awsTopology.replace(/(secretAccessKey: \S+) }/, '$1, actions: [DescribeAddresses] }'),
    );
    expect(thin.raw('DescribeAddresses').status).toBe(200);
    expect(thin.code('DescribeRouteTables')).toEqual([403, 'UnauthorizedOperation']);
    expect(thin.code('AssociateAddress', { ...held, ...there, DryRun: 'true' })).toEqual([
      403,
      'UnauthorizedOperation',
    ]);
  });
});

describe('EC2 in the embedded cloud', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'DescribeAddresses',
      { 'AllocationId.1': 'eipalloc-00000099' },
      'InvalidAllocationID.NotFound',
    ],
    ['DescribeAddresses', { 'PublicIp.1': '203.0.113.99' }, 'InvalidAddress.NotFound'],
    ['DescribeAddresses', { MaxResults: '5' }, 'UnknownParameter'],
    [
      'DescribeAddresses',
      { 'Filter.1.Name': 'no-such', 'Filter.1.Value.1': 'x' },
      'InvalidParameterValue',
    ],
    ['DescribeAddresses', { 'Filter.1.Name': 'public-ip' }, 'MissingParameter'],
    ['DescribeNetworkInterfaces', { MaxResults: '4' }, 'InvalidParameterValue'],
    ['DescribeNetworkInterfaces', { MaxResults: '5', NextToken: 'x' }, 'InvalidNextToken'],
    ['DescribeRouteTables', { MaxResults: '101' }, 'InvalidParameterValue'],
    ['DescribeRouteTables', { 'RouteTableId.1': 'rtb-00000099' }, 'InvalidRouteTableID.NotFound'],
    ['AssociateAddress', there, 'MissingParameter'],
    ['AssociateAddress', held, 'MissingParameter'],
    [
      'AssociateAddress',
      { ...held, ...there, InstanceId: 'i-0000000b' },
      'InvalidParameterCombination',
    ],
    ['AssociateAddress', { ...held, InstanceId: 'i-0000000c' }, 'InvalidInstanceID'],
    [
      'AssociateAddress',
      { ...held, NetworkInterfaceId: 'eni-00000099' },
      'InvalidNetworkInterfaceID.NotFound',
    ],
    [
      'AssociateAddress',
      { ...held, ...there, PrivateIpAddress: '10.0.4.99' },
      'InvalidParameterValue',
    ],
    [
      'AssociateAddress',
      { ...held, ...there, AllowReassociation: 'false' },
      'Resource.AlreadyAssociated',
    ],
    [
      'AssociateAddress',
      { ...held, ...there, AllowReassociation: 'perhaps' },
      'InvalidParameterValue',
    ],
    ['AssociateAddress', { ...held, ...there, DryRun: 'true' }, 'DryRunOperation'],
    ['DisassociateAddress', {}, 'MissingParameter'],
    ['AssignPrivateIpAddresses', { 'PrivateIpAddress.1': '10.0.4.30' }, 'MissingParameter'],
    [
      'AssignPrivateIpAddresses',
      { NetworkInterfaceId: 'eni-0000000b', 'PrivateIpAddress.1': '10.0.4.30' },
      'InvalidParameterValue',
    ],
    [
      'AssignPrivateIpAddresses',
      {
        NetworkInterfaceId: 'eni-0000000b',
        'PrivateIpAddress.1': '10.0.5.40',
        AllowReassignment: 'true',
      },
      'InvalidParameterValue',
    ],
    [
      'AssignPrivateIpAddresses',
      {
        NetworkInterfaceId: 'eni-0000000b',
        'PrivateIpAddress.1': '10.0.4.20',
        AllowReassignment: 'true',
      },
      'InvalidParameterValue',
    ],
    [
      'AssignPrivateIpAddresses',
      { NetworkInterfaceId: 'eni-0000000b', 'PrivateIpAddress.1': '10.0.4.30', DryRun: 'true' },
      'UnknownParameter',
    ],
    [
      'UnassignPrivateIpAddresses',
      { NetworkInterfaceId: 'eni-0000000b', 'PrivateIpAddress.1': '10.0.4.30' },
      'InvalidParameterValue',
    ],
    [
      'ReplaceRoute',
      { RouteTableId: 'rtb-00000001', NetworkInterfaceId: 'eni-0000000b' },
      'MissingParameter',
    ],
    [
      'ReplaceRoute',
      { RouteTableId: 'rtb-00000001', DestinationCidrBlock: '10.99.0.10/32' },
      'InvalidParameterCombination',
    ],
    [
      'ReplaceRoute',
      {
        RouteTableId: 'rtb-00000001',
        DestinationCidrBlock: '10.99.0.77/32',
        NetworkInterfaceId: 'eni-0000000b',
      },
      'InvalidRoute.NotFound',
    ],
    ['StartInstances', {}, 'InvalidAction'],
  ])('refuses %s of %j with %s', (action, parameters, code) => {
    expect(start().code(action, parameters)[1]).toBe(code);
  });

  it('shows a change only after a while', () => {
    const asked = start();
    expect(asked.call('AssociateAddress', { ...held, ...there })).toMatchObject({ return: 'true' });
    asked.nowMs += 699;
    const [before] = asked.call('DescribeAddresses', byId).addressesSet;
    expect(before).toMatchObject({ instanceId: 'i-0000000a', privateIpAddress: '10.0.4.20' });
    asked.nowMs += 1;
    const [after] = asked.call('DescribeAddresses', byId).addressesSet;
    expect(after).toMatchObject({ instanceId: 'i-0000000b', networkInterfaceId: 'eni-0000000b' });
  });

  it('takes from an instance its own Elastic IP where another one comes by the id of the instance', () => {
    const asked = start();
    asked.call('AssociateAddress', { AllocationId: 'eipalloc-00000002', InstanceId: 'i-0000000a' });
    asked.nowMs += 700;
    const found = asked.call('DescribeAddresses').addressesSet;
    expect(found.map((one: any) => one.instanceId)).toEqual([undefined, 'i-0000000a']);
  });

  it('moves an Elastic IP with the private IP that it is on', () => {
    const asked = start();
    const on = { interface: 'eni-0000000a', ip: '10.0.4.30' };
    const { aws } = asked.cloud;
    aws.placeEip(aws.eips.get('eipalloc-00000001')!, on);
    asked.call('AssignPrivateIpAddresses', {
      NetworkInterfaceId: 'eni-0000000b',
      'PrivateIpAddress.1': '10.0.4.30',
      AllowReassignment: 'true',
    });
    asked.nowMs += 700;
    const [eip] = asked.call('DescribeAddresses', byId).addressesSet;
    expect(eip).toMatchObject({ instanceId: 'i-0000000b', privateIpAddress: '10.0.4.30' });
  });

  it('says nothing of an association that is no more', () => {
    const asked = start();
    const AssociationId = 'eipassoc-00000099';
    expect(asked.call('DisassociateAddress', { AssociationId })).toMatchObject({ return: 'true' });
  });

  it('counts requests in buckets, each action in its own', () => {
    const asked = start();
    const move = () => asked.raw('AssociateAddress', { ...held, ...there }).status;
    expect(Array.from({ length: 50 }, move).every((status) => status === 200)).toBe(true);
    expect(asked.code('AssociateAddress', { ...held, ...there })).toEqual([
      503,
      'RequestLimitExceeded',
    ]);
    expect(asked.raw('DescribeAddresses').status).toBe(200);
    asked.nowMs += 200;
    expect([move(), move()]).toEqual([200, 503]);
  });

  it('has less of lists that are asked for as a whole', () => {
    const asked = start();
    const all = Array.from({ length: 51 }, () => asked.raw('DescribeNetworkInterfaces').status);
    expect(all.filter((status) => status === 503)).toHaveLength(1);
    expect(asked.raw('DescribeNetworkInterfaces', { MaxResults: '1000' }).status).toBe(200);
  });

  it('has pages', () => {
    const asked = askAws(
      awsTopology.replace(
        'routeTables:',
        `routeTables:\n${Array.from({ length: 6 }, (_, index) => `    - { id: rtb-1000000${index}, routes: [] }`).join('\n')}`,
      ),
    );
    const first = asked.call('DescribeRouteTables', { MaxResults: '5' });
    expect(first.routeTableSet).toHaveLength(5);
    const second = asked.call('DescribeRouteTables', {
      MaxResults: '5',
      NextToken: first.nextToken,
    });
    expect(second.routeTableSet).toHaveLength(3);
    expect(second.nextToken).toBeUndefined();
  });

  it('calls a route to what no instance has a black hole', () => {
    const asked = start();
    asked.cloud.aws.routeTables
      .get('rtb-00000002')!
      .routes[0]!.target.set({ interface: 'eni-0000000e' });
    const [, table] = asked.call('DescribeRouteTables').routeTableSet;
    expect(table.routeSet[0]).toMatchObject({
      state: 'blackhole',
      networkInterfaceId: 'eni-0000000e',
    });
    expect(table.routeSet[0].instanceId).toBeUndefined();
  });

  it('refuses with any code that a fault asks for', () => {
    const asked = start();
    const match = { service: 'aws-api', action: 'DescribeAddresses' };
    asked.cloud.faults.add({ match, fault: { type: 'refuse', code: 'Unavailable' } });
    expect(asked.code('DescribeRouteTables')[1]).toBeUndefined();
    expect(asked.code('DescribeAddresses')).toEqual([503, 'Unavailable']);
  });
});

describe('STS in the embedded cloud', () => {
  const arn = 'arn:aws:iam::123456789012:role/floatip';
  const assumable = `  assumable: [{ arn: '${arn}', externalId: ours, ttlMs: 900000 }]\n`;
  const wanted = { RoleArn: arn, RoleSessionName: 'floatip', ExternalId: 'ours' };

  it('lends a role, for a while', () => {
    const asked = start(assumable);
    const { AssumeRoleResult: result } = asked.call('AssumeRole', wanted, { service: 'sts' });
    const { AccessKeyId: id, SecretAccessKey: key, SessionToken: token } = result.Credentials;
    const lent = { accessKeyId: id, secretAccessKey: key, sessionToken: token };
    expect(asked.raw('DescribeAddresses', {}, lent).status).toBe(200);
    expect(asked.code('DescribeAddresses', {}, { accessKeyId: id, secretAccessKey: key })[1]).toBe(
      'AuthFailure',
    );
    asked.nowMs += 900_000;
    expect(asked.code('DescribeAddresses', {}, lent)).toEqual([400, 'RequestExpired']);
  });

  it.each<[string, Record<string, string>, Signing, string]>([
    ['of another role', { ...wanted, RoleArn: `${arn}s` }, {}, 'AccessDenied'],
    ['without what its account asks for', { ...wanted, ExternalId: 'theirs' }, {}, 'AccessDenied'],
    ['to nobody', wanted, { accessKeyId: 'AKIAOTHER' }, 'InvalidClientTokenId'],
    ['with a wrong secret', wanted, { secretAccessKey: 'wrong' }, 'SignatureDoesNotMatch'],
  ])('lends none %s', (_name, parameters, signing, code) => {
    const asked = start(assumable);
    expect(asked.code('AssumeRole', parameters, { service: 'sts', ...signing })[1]).toBe(code);
  });
});

describe('the metadata service of an instance', () => {
  const tokenPath = '/latest/api/token';
  const life = { 'x-aws-ec2-metadata-token-ttl-seconds': '60' };
  function session() {
    const asked = start();
    const answer = asked.metadata('i-0000000b', tokenPath, life, 'PUT');
    const token = answer === 'hang' ? '' : answer.body;
    const headers = { 'x-aws-ec2-metadata-token': token };
    const get = (path: string) => asked.metadata('i-0000000b', `/latest/${path}`, headers);
    return { asked, get };
  }

  it('answers nobody without a token, or with one of another instance, or of before', () => {
    const { asked, get } = session();
    const path = '/latest/meta-data/instance-id';
    expect(asked.metadata('i-0000000b', path)).toMatchObject({ status: 401 });
    const other = asked.metadata('i-0000000a', tokenPath, life, 'PUT');
    const stolen = { 'x-aws-ec2-metadata-token': other === 'hang' ? '' : other.body };
    expect(asked.metadata('i-0000000b', path, stolen)).toMatchObject({ status: 401 });
    expect(get('meta-data/instance-id')).toMatchObject({ status: 200, body: 'i-0000000b' });
    asked.nowMs += 60_000;
    expect(get('meta-data/instance-id')).toMatchObject({ status: 401 });
  });

  it.each<[string, Record<string, string>, number]>([
    ['without a time', {}, 400],
    ['for too long', { 'x-aws-ec2-metadata-token-ttl-seconds': '21601' }, 400],
    ['by way of a proxy', { ...life, 'x-forwarded-for': '198.51.100.1' }, 403],
  ])('gives no token %s', (_name, headers, status) => {
    expect(start().metadata('i-0000000b', tokenPath, headers, 'PUT')).toMatchObject({ status });
  });

  it('gives a token over as many hops as it is told to', () => {
    const far = askAws(awsTopology.replace('name: lb2', 'name: lb2\n      hops: 2'));
    expect(far.metadata('i-0000000b', tokenPath, life, 'PUT')).toBe('hang');
    const allowed = askAws(
      awsTopology.replace('name: lb2', 'name: lb2\n      hops: 2\n      hopLimit: 2'),
    );
    expect(allowed.metadata('i-0000000b', tokenPath, life, 'PUT')).toMatchObject({ status: 200 });
  });

  it('knows the instance and its interfaces', () => {
    const { get } = session();
    const document = get('dynamic/instance-identity/document');
    expect(JSON.parse(document === 'hang' ? '' : document.body)).toMatchObject({
      instanceId: 'i-0000000b',
      region: 'eu-central-1',
    });
    const macs = 'meta-data/network/interfaces/macs';
    expect(get(macs)).toMatchObject({ body: '02:00:00:00:00:0b/' });
    expect(get(`${macs}/02:00:00:00:00:0b/interface-id`)).toMatchObject({ body: 'eni-0000000b' });
    expect(get('meta-data/public-ipv4')).toMatchObject({ status: 404 });
    expect(get('meta-data/iam/security-credentials/')).toMatchObject({ status: 404 });
  });

  it('lists a private IP once it has arrived', () => {
    const { asked, get } = session();
    const ips = () => {
      const answer = get('meta-data/network/interfaces/macs/02:00:00:00:00:0b/local-ipv4s');
      return answer === 'hang' ? '' : answer.body;
    };
    asked.call('AssignPrivateIpAddresses', {
      NetworkInterfaceId: 'eni-0000000b',
      'PrivateIpAddress.1': '10.0.4.30',
      AllowReassignment: 'true',
    });
    asked.nowMs += 899;
    expect(ips()).toBe('10.0.4.21');
    asked.nowMs += 1;
    expect(ips()).toBe('10.0.4.21\n10.0.4.30');
  });
});
