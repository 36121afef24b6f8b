import { ipVersion, isPrivateIp } from '../../core/ip.ts';
import type { KeyPair } from '../../lib/secret.ts';
import { defineCloud } from '../define-cloud.ts';
import type { Found } from '../secret-spec.ts';
import { isInstanceId } from './ids.ts';
import { eip, havip, privateIp } from './kinds.ts';
import { keyPairOf, settingsOf } from './settings.ts';
import type { Section, Settings } from './settings.ts';

/** Tencent Cloud as the rest of floatip knows it. */
export const tencent = defineCloud<Section, Settings>({
  name: 'tencent',
  title: 'Tencent Cloud',
  node: {
    word: 'CVM instance',
    one: 'a CVM instance',
    short: 'CVM',
    isId: isInstanceId,
    looksLikeId: (text) => /^ins-[a-z0-9]+$/.test(text),
    idExample: 'ins- and its id, such as ins-1bmpb9tu',
    howToList: 'List the instances and their ids with: tccli cvm DescribeInstances',
  },
  kinds: [eip, havip, privateIp],
  examples: {
    entry: '{ name: pub, kind: tencent-eip, id: eip-ek0cdz1g, follow: VI_1 }',
    address: 'eip-ek0cdz1g',
    what: 'an EIP of Tencent Cloud',
    node: 'ins-1bmpb9tu',
  },
  kindsOfIp(ip) {
    if (ipVersion(ip) !== 4) return [];
    return isPrivateIp(ip) ? [havip, privateIp] : [eip];
  },
  whyNotIts: (ip) => ({
    message: `${ip} is an IPv6 address, and floatip moves none of Tencent Cloud`,
    hint: 'Name an IPv4 address or an id',
  }),
  otherIds: /^(?:eni|vpc|lb|subnet)-[a-z0-9]+$/,
  meantOptions: [
    [
      '--region',
      'Say it in the config, as region of providers.tencent, or as TENCENTCLOUD_REGION; mostly the metadata service knows it',
    ],
  ],
  loadConfigPart: async () => (await import('./config-part.ts')).configPart,
  settingsOf,
  secretOf: keyPairOf,
  async connect(settings, access, tools) {
    const { connect } = await import('./connect.ts');
    const secret = keyPairOf(settings);
    const keyPair = pairOf(access.secrets.find(secret));
    const reread = (): KeyPair | undefined => pairOf(access.secrets.again(secret));
    const { requestMs } = access;
    return connect({ ...settings, keyPair, reread, requestMs }, tools);
  },
  policy: async (addresses) => (await import('./permissions.ts')).policy(addresses),
});

function pairOf(found: Found<'secretId' | 'secretKey', 'token'> | undefined): KeyPair | undefined {
  return found && { ...found, token: found.token };
}
