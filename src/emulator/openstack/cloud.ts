import type { EmulatedCloud } from '../emulated-cloud.ts';
import { identityRoot, networkRoot } from './catalog.ts';
import { control, stateOf } from './control.ts';
import { example } from './example.ts';
import { invitation } from './invitation.ts';
import { usualRefusal } from './refusal.ts';
import { scene } from './scene.ts';
import { services } from './services.ts';
import { start } from './start.ts';
import type { State } from './state.ts';
import { noOpenstack, openstackProblems, openstackSection } from './topology.ts';
import type { OpenstackSection } from './topology.ts';

/** OpenStack as the emulator knows it. */
export const openstack: EmulatedCloud<OpenstackSection, State> = {
  title: 'OpenStack',
  services,
  section: openstackSection,
  empty: noOpenstack,
  example,
  controlExamples: [
    {
      method: 'PUT',
      path: 'openstack/floatingips/2f245a7b-796b-4f26-9cf9-9e82d248fda7',
      body: { port: 'fc861431-0e6c-4842-a0ed-e2363f9bc301' },
    },
  ],
  scene,
  // A request for a token is a secret as a whole.
  secrets: { headers: ['x-auth-token'], parameters: [], bodies: /\/auth\/tokens$/ },
  problemsOf: openstackProblems,
  nodesOf: ({ servers }) => servers,
  sharedMetadataOf: ({ metadata }) => ({ name: 'openstack', at: metadata.listen }),
  start,
  stateOf,
  control,
  invitation,
  hasPath: (path) => path.startsWith(`${identityRoot}/`) || path.startsWith(`${networkRoot}/`),
  usualReply: (status, headers) => usualRefusal(status)?.reply(headers),
};
