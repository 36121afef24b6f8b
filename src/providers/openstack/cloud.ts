import { ipVersion, isPrivateIp } from '../../core/ip.ts';
import { defineCloud } from '../define-cloud.ts';
import { isUuid } from './ids.ts';
import { floatingIp, vipPort } from './kinds.ts';
import { applicationCredentialOf, settingsOf } from './settings.ts';
import type { Section, Settings } from './settings.ts';

/** OpenStack as the rest of floatip knows it. */
export const openstack = defineCloud<Section, Settings>({
  name: 'openstack',
  title: 'OpenStack',
  node: {
    word: 'Nova instance',
    one: 'a Nova instance',
    short: 'Nova instance',
    isId: isUuid,
    looksLikeId: isUuid,
    idExample: 'an id such as 8e3941b4-a6e9-499f-a1ac-2a4662025cba',
    howToList: 'List the instances and their ids with: openstack server list',
    meantOptions: '--server --instance --instance-id',
  },
  kinds: [floatingIp, vipPort],
  examples: {
    entry: '{ name: web, kind: openstack-floating-ip, ip: 203.0.113.40, follow: VI_1 }',
    secret: 'OS_CLOUD=mycloud',
    address: '203.0.113.40',
    what: 'a floating IP of OpenStack',
    node: '8e3941b4-a6e9-499f-a1ac-2a4662025cba',
  },
  kindsOfIp(ip) {
    // IPv6 has no floating IPs, and many clouds take theirs from a private range.
    if (ipVersion(ip) === 6) return [vipPort];
    return isPrivateIp(ip) ? [floatingIp, vipPort] : [floatingIp];
  },
  whyNotIts: (ip) => ({
    message: `${ip} is no address that OpenStack moves`,
    hint: 'Name a floating IP',
  }),
  meantOptions: [
    ['--os-cloud', 'Name it in OS_CLOUD, or as cloud of providers.openstack in the config'],
    [
      '--os-region-name',
      'Say it in the config, as region of providers.openstack, or as OS_REGION_NAME',
    ],
  ],
  loadConfigPart: async () => (await import('./config-part.ts')).configPart,
  settingsOf,
  secretOf: applicationCredentialOf,
  async connect(settings, access, tools) {
    const { connect } = await import('./connect.ts');
    return await connect(settings, access, tools);
  },
  policy: async (addresses) => (await import('./permissions.ts')).policy(addresses),
});
