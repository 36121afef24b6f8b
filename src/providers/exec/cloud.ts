import { defineCloud } from '../define-cloud.ts';
import type { KindDescription } from '../kind-description.ts';
import { isNodeName } from './ids.ts';
import { mechanics } from './mechanics.ts';
import { settingsOf } from './settings.ts';
import type { Section, Settings } from './settings.ts';

const entryWith = (what: string): string =>
  `{ name: web, kind: exec, ${what}, command: [/usr/local/bin/my-cloud] }`;

const program: KindDescription = {
  name: 'exec',
  one: 'an address that a program of yours moves',
  mechanics,
  families: ['IPv4', 'IPv6'],
  isPublic: true,
  // Nobody but the config knows the program.
  lineInConfig: (key, value) => entryWith(`${key}: ${value}`),
};

/** Any cloud, by a program that knows it: docs/clouds/exec.md. */
export const exec = defineCloud<Section, Settings>({
  name: 'exec',
  title: 'your own program',
  node: {
    word: 'node',
    one: 'a node',
    short: 'node',
    isId: isNodeName,
    // Any word could be one.
    looksLikeId: () => false,
    idExample: 'what the program calls a host, such as lb2',
    howToList: 'The program knows their names',
  },
  kinds: [program],
  examples: {
    entry: entryWith('ip: 203.0.113.10, follow: VI_1'),
    address: '203.0.113.10',
    what: 'an address that a program of yours moves',
    node: 'lb2',
  },
  kindsOfIp: () => [],
  whyNotIts: (ip) => ({
    message: `${ip} is not in the config, and only the config says which program moves an address`,
    hint: `List it: ${entryWith(`ip: ${ip}`)}`,
  }),
  loadConfigPart: async () => (await import('./config-part.ts')).configPart,
  settingsOf,
  async connect(settings, { requestMs }, tools) {
    const { connect } = await import('./connect.ts');
    return connect({ ...settings, requestMs }, tools);
  },
  policy: async () => (await import('./permissions.ts')).policy(),
});
