import { awsEnv, awsTopology } from '../../../support/aws-topology.ts';
import type { PatientOptions } from '../../../support/doctor.ts';
import type { Fault } from './fault.ts';

/** Nothing is to be planted: the cloud itself is the fault. */
const plant = (): void => {};

function aws(
  address: string,
  { node = 'i-0000000b', topology = awsTopology } = {},
): PatientOptions {
  return {
    node,
    topology,
    env: { ...awsEnv, FLOATIP_AWS_METADATA: `http://metadata-${node}.test` },
    providers: '  aws: { region: eu-central-1 }',
    addresses: `  - { name: web, follow: VI_1, ${address} }`,
  };
}

const onlyLooks = awsTopology.replace(
  /(secretAccessKey: \S+) }/,
  '$1, actions: [DescribeAddresses, DescribeNetworkInterfaces, DescribeRouteTables] }',
);

export const awsFaults: readonly Fault[] = [
  {
    what: 'a key that may not associate Elastic IPs',
    id: 'cloud.actions',
    status: 'fail',
    says: 'AWS answered UnauthorizedOperation for Elastic IP eipalloc-00000001',
    fix: 'floatip init --policy',
    host: aws('kind: aws-eip, id: eipalloc-00000001', { topology: onlyLooks }),
    plant,
  },
  {
    what: 'a key that may not replace routes',
    id: 'cloud.actions',
    status: 'fail',
    says: 'AWS answered UnauthorizedOperation for route to 10.99.0.10',
    fix: 'floatip init --policy',
    host: aws('kind: aws-route, ip: 10.99.0.10, routeTables: [rtb-00000002]', {
      topology: onlyLooks,
    }),
    plant,
  },
  {
    what: 'another Elastic IP on the target',
    id: 'cloud.room',
    status: 'fail',
    says: '10.0.4.20 has the Elastic IP eipalloc-00000001',
    fix: 'set it as privateIp in the config',
    host: aws('kind: aws-eip, id: eipalloc-00000002', { node: 'i-0000000a' }),
    plant,
  },
  {
    what: 'a private IP of AWS of another subnet',
    id: 'cloud.subnet',
    status: 'fail',
    says: '10.0.5.40 is in subnet-0000000c, and this instance is not',
    fix: 'Attach a network interface of subnet-0000000c',
    host: aws('kind: aws-private-ip, ip: 10.0.5.40'),
    plant,
  },
  {
    what: 'a source/dest check that drops what a route brings',
    id: 'cloud.forwarding',
    status: 'fail',
    says: 'The source/dest check of eni-0000000b is on',
    fix: 'modify-network-interface-attribute --network-interface-id eni-0000000b --no-source-dest-check',
    host: aws('kind: aws-route, ip: 10.99.0.10, routeTables: [rtb-00000002]'),
    plant,
  },
];
