import type { EmulatedCloud } from '../emulated-cloud.ts';
import type { Account } from './account.ts';
import { tencentProblems } from './contradictions.ts';
import { control, stateOf } from './control.ts';
import { example } from './example.ts';
import { invitation } from './invitation.ts';
import { namedAction } from './request.ts';
import { scene } from './scene.ts';
import { services } from './services.ts';
import { start } from './start.ts';
import { noTencent, tencentSection } from './topology.ts';
import type { TencentSection } from './topology.ts';

/** Tencent Cloud as the emulator knows it. */
export const tencent: EmulatedCloud<TencentSection, Account> = {
  title: 'Tencent Cloud',
  services,
  section: tencentSection,
  empty: noTencent,
  example,
  controlExamples: [
    { method: 'PUT', path: 'tencent/eips/eip-web00001', body: { instance: 'ins-lb100001' } },
    {
      method: 'POST',
      path: 'tencent/announce',
      body: { havip: '10.0.4.99', interface: 'eni-lb200002' },
    },
  ],
  scene,
  // Its older signatures come as parameters, and so does the token beside them.
  secrets: { headers: ['x-tc-token'], parameters: ['Token', 'Signature'] },
  problemsOf: tencentProblems,
  nodesOf: ({ instances }) => instances,
  sharedMetadataOf: ({ metadata }) => ({ name: 'tencent-common', at: metadata.listen }),
  start,
  stateOf,
  control,
  invitation,
  actionIn: namedAction,
};
