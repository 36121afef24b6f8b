import type { EmulatedCloud } from '../emulated-cloud.ts';
import { control, stateOf } from './control.ts';
import { example } from './example.ts';
import { invitation } from './invitation.ts';
import { usualRefusal } from './refusal.ts';
import { scene } from './scene.ts';
import { services } from './services.ts';
import { start } from './start.ts';
import type { State } from './state.ts';
import { digitaloceanProblems, digitaloceanSection, noDigitalocean } from './topology.ts';
import type { DigitaloceanSection } from './topology.ts';

/** DigitalOcean as the emulator knows it. */
export const digitalocean: EmulatedCloud<DigitaloceanSection, State> = {
  title: 'DigitalOcean',
  services,
  section: digitaloceanSection,
  empty: noDigitalocean,
  example,
  controlExamples: [
    { method: 'PUT', path: 'digitalocean/reserved_ips/203.0.113.10', body: { droplet: 111 } },
  ],
  scene,
  secrets: { headers: [], parameters: [] },
  problemsOf: digitaloceanProblems,
  nodesOf: ({ droplets }) => droplets.map(({ id, ...rest }) => ({ ...rest, id: String(id) })),
  sharedMetadataOf: ({ metadata }) => ({ name: 'common', at: metadata.listen }),
  start,
  stateOf,
  control,
  invitation,
  usualReply: (status, headers) =>
    usualRefusal(status, headers)?.reply('00000000-0000-4000-8000-000000000000'),
};
