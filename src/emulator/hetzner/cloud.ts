import type { EmulatedCloud } from '../emulated-cloud.ts';
import { control, stateOf } from './control.ts';
import { example } from './example.ts';
import { invitation } from './invitation.ts';
import { usualRefusal } from './refusal.ts';
import { scene } from './scene.ts';
import { services } from './services.ts';
import { start } from './start.ts';
import type { State } from './state.ts';
import { hetznerProblems, hetznerSection, noHetzner } from './topology.ts';
import type { HetznerSection } from './topology.ts';

/** Hetzner Cloud as the emulator knows it. */
export const hetzner: EmulatedCloud<HetznerSection, State> = {
  title: 'Hetzner Cloud',
  services,
  section: hetznerSection,
  empty: noHetzner,
  example,
  controlExamples: [{ method: 'PUT', path: 'hetzner/floating_ips/4711', body: { server: 11_111 } }],
  scene,
  secrets: { headers: [], parameters: [] },
  problemsOf: hetznerProblems,
  nodesOf: ({ servers }) => servers.map(({ id, ...rest }) => ({ ...rest, id: String(id) })),
  sharedMetadataOf: ({ metadata }) => ({ name: 'hetzner', at: metadata.listen }),
  start,
  stateOf,
  control,
  invitation,
  hasPath: (path) => path.startsWith('/v1/'),
  usualReply: (status, headers) => usualRefusal(status)?.reply(headers),
};
