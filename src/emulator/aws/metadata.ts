import { createHash } from 'node:crypto';

import { text } from '../exchange.ts';
import type { CloudReply, CloudRequest } from '../exchange.ts';
import type { Account } from './account.ts';
import type { Instance, NetworkInterface } from './entities.ts';
import type { Keyring, Role } from './keyring.ts';

/** EC2 User Guide, "Use the Instance Metadata Service". Only its second version: without a token nobody is answered. */
export interface Metadata {
  /** `hang` where the answer never gets over all the hops. */
  answer(request: CloudRequest): CloudReply | 'hang';
}

export interface MetadataOptions {
  readonly account: Account;
  readonly keyring: Keyring;
}

const longestSeconds = 21_600;

export function createMetadata(options: MetadataOptions): Metadata {
  const { account } = options;
  const tokens = new Map<string, { readonly node: string; readonly endsAtMs: number }>();

  const issueToken = (
    instance: Instance,
    headers: CloudRequest['headers'],
  ): CloudReply | 'hang' => {
    if (headers['x-forwarded-for'] !== undefined) return text(403, 'Forbidden');
    const seconds = Number(headers['x-aws-ec2-metadata-token-ttl-seconds'] ?? '');
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > longestSeconds) {
      return text(400, 'Bad Request');
    }
    if (instance.hops > instance.hopLimit) return 'hang';
    const token = createHash('sha256').update(`${instance.id} ${tokens.size}`).digest('base64url');
    tokens.set(token, { node: instance.id, endsAtMs: account.now() + seconds * 1000 });
    return text(200, token);
  };
  const isGood = (token: string | undefined, { id }: Instance): boolean => {
    const found = tokens.get(token ?? '');
    return found !== undefined && found.node === id && account.now() < found.endsAtMs;
  };

  return {
    answer({ method, node = '', path, headers }) {
      const instance = account.instances.get(node);
      if (instance === undefined) return text(404, '404 - Not Found');
      if (method === 'PUT' && path === '/latest/api/token') return issueToken(instance, headers);
      if (method !== 'GET') return text(405, 'Method Not Allowed');
      if (!isGood(headers['x-aws-ec2-metadata-token'], instance)) {
        return text(401, '401 - Unauthorized');
      }
      return textAt(treeOf(instance, options), path.replace(/^\//, ''));
    },
  };
}

/** A leaf is computed when it is asked for, as handing out credentials makes them. */
type Leaf = () => string | undefined;

interface Tree {
  readonly [name: string]: Leaf | Tree;
}

function treeOf(instance: Instance, { account, keyring }: MetadataOptions): Tree {
  const own = account.interfacesOf(instance.id);
  const [first] = own;
  const document = {
    accountId: '123456789012',
    architecture: 'x86_64',
    availabilityZone: instance.zone,
    instanceId: instance.id,
    privateIp: first?.primaryIp,
    region: account.region,
    version: '2017-09-30',
  };
  const { role } = keyring;
  return {
    latest: {
      dynamic: { 'instance-identity': { document: () => JSON.stringify(document, null, 2) } },
      'meta-data': {
        ...(role === undefined ? {} : { iam: credentialsOf(role, instance.id, keyring) }),
        'instance-id': () => instance.id,
        'local-ipv4': () => first?.primaryIp,
        mac: () => first?.mac,
        network: { interfaces: { macs: macsOf(own, account) } },
        placement: { 'availability-zone': () => instance.zone, region: () => account.region },
        'public-ipv4': () => first && publicIpOf(first, first.primaryIp, account),
      },
    },
  };
}

function credentialsOf(role: Role, node: string, keyring: Keyring): Tree {
  const credentials = (): string => {
    const { accessKeyId, secretAccessKey, sessionToken, expiresAtMs } = keyring.issueTo(role, node);
    return JSON.stringify({
      Code: 'Success',
      Type: 'AWS-HMAC',
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      Token: sessionToken,
      Expiration: new Date(expiresAtMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    });
  };
  return { 'security-credentials': { [role.name]: credentials } };
}

function macsOf(own: readonly NetworkInterface[], account: Account): Tree {
  return Object.fromEntries(own.map((one) => [one.mac, interfaceTree(one, account)]));
}

function interfaceTree(one: NetworkInterface, account: Account): Tree {
  const ips = [one.primaryIp, ...account.secondaryIps(one, 'known')];
  const publicIps = ips.flatMap((ip) => {
    const publicIp = publicIpOf(one, ip, account);
    return publicIp === undefined ? [] : [[publicIp, ip] as const];
  });
  const associations = publicIps.map(([publicIp, ip]) => [publicIp, () => ip] as const);
  return {
    'device-number': () => String(one.index),
    'interface-id': () => one.id,
    ...(publicIps.length === 0 ? {} : { 'ipv4-associations': Object.fromEntries(associations) }),
    'local-ipv4s': () => ips.join('\n'),
    mac: () => one.mac,
    'public-ipv4s': () => publicIps.map(([publicIp]) => publicIp).join('\n') || undefined,
    'subnet-id': () => one.subnet,
    'subnet-ipv4-cidr-block': () => one.cidr,
    'vpc-id': () => one.vpc,
  };
}

function publicIpOf(one: NetworkInterface, ip: string, account: Account): string | undefined {
  const eip = [...account.eips.values()].find(({ association }) => {
    const known = account.seenAs(association, 'known');
    return known?.interface === one.id && known.ip === ip;
  });
  if (eip !== undefined) return eip.ip;
  if (one.index !== 0 || ip !== one.primaryIp) return undefined;
  return account.instances.get(one.instance ?? '')?.publicIp ?? undefined;
}

/** A folder is listed with or without a slash behind it. */
function textAt(tree: Tree, path: string): CloudReply {
  let at: Leaf | Tree | undefined = tree;
  for (const name of path.split('/').filter((one) => one !== '')) {
    at = typeof at === 'object' && Object.hasOwn(at, name) ? at[name] : undefined;
  }
  if (typeof at === 'object') return text(200, listing(at));
  const value = at?.();
  return value === undefined ? text(404, '404 - Not Found') : text(200, value);
}

function listing(folder: Tree): string {
  const names = Object.entries(folder).map(([name, below]) =>
    typeof below === 'object' ? `${name}/` : name,
  );
  return names.join('\n');
}
