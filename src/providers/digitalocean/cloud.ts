import { ipVersion, isPrivateIp } from '../../core/ip.ts';
import type { Secret } from '../../lib/secret.ts';
import { defineCloud } from '../define-cloud.ts';
import type { KindDescription } from '../kind-description.ts';
import { isDropletId } from './ids.ts';
import { mechanics } from './mechanics.ts';
import { settingsOf, tokenOf } from './settings.ts';
import type { Section, Settings } from './settings.ts';

const ipv4 = kindOf('digitalocean-reserved-ip', 'IPv4');
const ipv6 = kindOf('digitalocean-reserved-ipv6', 'IPv6');

/** DigitalOcean as the rest of floatip knows it. */
export const digitalocean = defineCloud<Section, Settings>({
  name: 'digitalocean',
  title: 'DigitalOcean',
  node: {
    word: 'Droplet',
    one: 'a Droplet',
    short: 'Droplet',
    isId: isDropletId,
    looksLikeId: (text) => /^\d{5,}$/.test(text),
    idExample: 'a number such as 12345678',
    howToList: 'List the Droplets and their ids with: doctl compute droplet list',
    meantOptions: '--droplet --droplet-id',
  },
  kinds: [ipv4, ipv6],
  examples: {
    entry: '{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1 }',
    secret: 'DO_TOKEN=…',
    address: '203.0.113.10',
    what: 'a reserved IP of DigitalOcean',
    node: '12345678',
  },
  kindsOfIp(ip) {
    if (isPrivateIp(ip)) return [];
    return ipVersion(ip) === 4 ? [ipv4] : [ipv6];
  },
  whyNotIts: (ip) => ({
    message: `${ip} is a private IP, and no reserved IP of DigitalOcean is one`,
    hint: 'Name a reserved IP',
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

function kindOf(name: string, family: 'IPv4' | 'IPv6'): KindDescription {
  return {
    name,
    one: 'a reserved IP',
    mechanics,
    families: [family],
    isPublic: true,
    room: {
      placeOf: () => name,
      remedy: ': a Droplet has one reserved IP of each family',
    },
  };
}
