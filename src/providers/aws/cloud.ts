import { ipVersion, isPrivateIp } from '../../core/ip.ts';
import type { KeyPair } from '../../lib/secret.ts';
import { defineCloud } from '../define-cloud.ts';
import type { Found } from '../secret-spec.ts';
import { isInstanceId } from './ids.ts';
import { eip, privateIp, route } from './kinds.ts';
import { keyPairOf, settingsOf } from './settings.ts';
import type { Section, Settings } from './settings.ts';

/** AWS as the rest of floatip knows it. */
export const aws = defineCloud<Section, Settings>({
  name: 'aws',
  title: 'AWS',
  node: {
    word: 'EC2 instance',
    one: 'an EC2 instance',
    short: 'EC2',
    isId: isInstanceId,
    looksLikeId: (text) => /^i-[0-9a-f]+$/.test(text),
    idExample: 'i- and its id, such as i-0a1b2c3d4e5f60718',
    howToList: 'List the instances and their ids with: aws ec2 describe-instances',
    meantOptions: '--instance --instance-id',
  },
  kinds: [eip, privateIp, route],
  examples: {
    entry: '{ name: www, kind: aws-eip, id: eipalloc-0a1b2c3d4e5f60718, follow: VI_1 }',
    address: 'eipalloc-0a1b2c3d4e5f60718',
    what: 'an Elastic IP of AWS',
    node: 'i-0a1b2c3d4e5f60718',
  },
  kindsOfIp(ip) {
    if (ipVersion(ip) !== 4) return [];
    return isPrivateIp(ip) ? [privateIp] : [eip];
  },
  whyNotIts: (ip) => ({
    message: `${ip} is an IPv6 address, which AWS moves by routes alone`,
    hint: 'List it in the config, with kind aws-route and its routeTables',
  }),
  otherIds: /^(?:eni|vpc|subnet|rtb|eipassoc|igw|sg|nat)-[0-9a-f]+$/,
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
