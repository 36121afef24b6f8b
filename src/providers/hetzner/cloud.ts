import { isPrivateIp } from '../../core/ip.ts';
import type { Secret } from '../../lib/secret.ts';
import { defineCloud } from '../define-cloud.ts';
import type { KindDescription } from '../kind-description.ts';
import { isHetznerId } from './ids.ts';
import { mechanics } from './mechanics.ts';
import { networkOf } from './network.ts';
import { settingsOf, tokenOf } from './settings.ts';
import type { Section, Settings } from './settings.ts';

const floatingIp: KindDescription = {
  name: 'hetzner-floating-ip',
  one: 'a floating IP',
  inFull: 'a floating IP of Hetzner Cloud',
  mechanics,
  families: ['IPv4', 'IPv6'],
  isPublic: true,
  ipOfNetwork: (text) => (text.endsWith('/64') ? networkOf(text) : undefined),
};

/** Hetzner Cloud as the rest of floatip knows it. */
export const hetzner = defineCloud<Section, Settings>({
  name: 'hetzner',
  title: 'Hetzner Cloud',
  node: {
    word: 'cloud server',
    one: 'a cloud server',
    short: 'cloud server',
    isId: isHetznerId,
    looksLikeId: (text) => /^\d{5,}$/.test(text),
    idExample: 'a number such as 12345678',
    howToList: 'List the servers and their ids with: hcloud server list',
    meantOptions: '--server --server-id',
  },
  kinds: [floatingIp],
  examples: {
    entry: '{ name: web, kind: hetzner-floating-ip, ip: 203.0.113.20, follow: VI_1 }',
    secret: 'HCLOUD_TOKEN=…',
    address: '203.0.113.20',
    what: 'a floating IP of Hetzner Cloud',
    node: '12345678',
  },
  kindsOfIp: (ip) => (isPrivateIp(ip) ? [] : [floatingIp]),
  whyNotIts: (ip) => ({
    message: `${ip} is a private IP, and no floating IP of Hetzner Cloud is one`,
    hint: 'Name a floating IP',
  }),
  loadConfigPart: async () => (await import('./config-part.ts')).configPart,
  settingsOf,
  secretOf: tokenOf,
  async connect(settings, access, tools) {
    const { connect } = await import('./connect.ts');
    const secret = tokenOf(settings);
    const { token } = access.secrets.need(secret);
    const reread = (): Secret | undefined => access.secrets.again(secret)?.token;
    const { requestMs } = access;
    return connect({ ...settings, token, reread, requestMs }, tools);
  },
  policy: async () => (await import('./permissions.ts')).policy(),
});
