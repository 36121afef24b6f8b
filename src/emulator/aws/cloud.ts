import type { EmulatedCloud } from '../emulated-cloud.ts';
import type { Account } from './account.ts';
import { awsProblems } from './contradictions.ts';
import { control, stateOf } from './control.ts';
import { example } from './example.ts';
import { invitation } from './invitation.ts';
import { usualRefusal } from './refusal.ts';
import { namedAction } from './request.ts';
import { scene } from './scene.ts';
import { services } from './services.ts';
import { start } from './start.ts';
import { awsSection, noAws } from './topology.ts';
import type { AwsSection } from './topology.ts';

/** AWS as the emulator knows it. */
export const aws: EmulatedCloud<AwsSection, Account> = {
  title: 'AWS',
  services,
  section: awsSection,
  empty: noAws,
  example,
  controlExamples: [
    { method: 'PUT', path: 'aws/eips/eipalloc-00000001', body: { interface: 'eni-00000001' } },
  ],
  scene,
  secrets: { headers: ['x-amz-security-token', 'x-aws-ec2-metadata-token'], parameters: [] },
  problemsOf: awsProblems,
  nodesOf: ({ instances }) => instances,
  sharedMetadataOf: ({ metadata }) => ({ name: 'aws-common', at: metadata.listen }),
  start,
  stateOf,
  control,
  invitation,
  actionIn: namedAction,
  usualReply: (status, headers) =>
    usualRefusal(status)?.reply('00000000-0000-4000-b000-000000000000', {
      headers: { ...headers },
    }),
};
