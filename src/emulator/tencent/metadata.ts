import { text } from '../exchange.ts';
import type { CloudReply, CloudRequest } from '../exchange.ts';
import type { Account } from './account.ts';
import type { Keyring, Role } from './credentials.ts';
import type { Instance, NetworkInterface } from './entities.ts';
import { networkOf } from './subnet.ts';

/** cloud.tencent.com/document/product/213/4934 */
const root = '/latest/meta-data/';

export interface MetadataOptions {
  readonly account: Account;
  readonly keyring: Keyring;
}

/** The metadata service as one instance sees it: plain text, in which folders end with a slash. */
export function answerMetadata(
  { method, node = '', path }: CloudRequest,
  { account, keyring }: MetadataOptions,
): CloudReply {
  const instance = account.instances.get(node);
  if (instance === undefined || method !== 'GET' || !path.startsWith(root)) return nothing();
  const document = documentOf(instance, { account, keyring });
  return textAt(document, path.slice(root.length));
}

/** A leaf is computed when it is asked for, as handing out credentials makes them. */
type Leaf = () => string | undefined;

interface Tree {
  readonly [name: string]: Leaf | Tree;
}

function documentOf(instance: Instance, { account, keyring }: MetadataOptions): Tree {
  const own = [...account.interfaces.values()].filter((one) => one.instance === instance.id);
  const primary = own.find(({ index }) => index === 0);
  const ip = primary?.ips[0];
  return {
    'instance-id': () => instance.id,
    'instance-name': () => instance.name,
    uuid: () => instance.id,
    'local-ipv4': () => ip,
    'public-ipv4': () => primary && ip && publicIpOf(account, primary, ip),
    mac: () => primary?.mac,
    placement: { region: () => account.region, zone: () => instance.zone },
    network: {
      interfaces: {
        macs: Object.fromEntries(own.map((one) => [one.mac, interfaceOf(one, account)])),
      },
    },
    ...(keyring.role === undefined ? {} : roleOf(keyring.role, instance.id, keyring)),
  };
}

function interfaceOf(one: NetworkInterface, account: Account): Tree {
  const local = one.ips.map((ip): readonly [string, Tree] => [
    ip,
    {
      gateway: () => `${networkOf(ip)}.1`,
      'local-ipv4': () => ip,
      'public-ipv4': () => publicIpOf(account, one, ip),
      'public-ipv4-mode': () => 'NAT',
      'subnet-mask': () => '255.255.255.0',
    },
  ]);
  const publicIps = one.ips.flatMap((ip) => publicIpOf(account, one, ip) ?? []);
  return {
    mac: () => one.mac,
    'primary-local-ipv4': () => one.ips[0],
    'public-ipv4s': () => publicIps.join('\n') || undefined,
    'vpc-id': () => one.vpc,
    'subnet-id': () => one.subnet,
    'local-ipv4s': Object.fromEntries(local),
  };
}

function publicIpOf(account: Account, { id }: NetworkInterface, ip: string): string | undefined {
  const place = { type: 'private-ip', interface: id, ip } as const;
  const ordinary = account.isPrimary(place) ? account.instanceAt(place)?.publicIp : undefined;
  return account.eipAt(place)?.ip ?? ordinary ?? undefined;
}

function roleOf(role: Role, node: string, keyring: Keyring): Tree {
  const credentials = (): string => {
    const { secretId, secretKey, token, expiresAtMs } = keyring.issue(role, node);
    return JSON.stringify({
      TmpSecretId: secretId,
      TmpSecretKey: secretKey,
      ExpiredTime: Math.floor(expiresAtMs / 1000),
      Expiration: new Date(expiresAtMs).toISOString().replace(/\.\d+Z$/, 'Z'),
      Token: token,
      Code: 'Success',
    });
  };
  return { cam: { 'security-credentials': { [role.name]: credentials } } };
}

function textAt(document: Tree, path: string): CloudReply {
  const names = path.split('/');
  let at: Leaf | Tree | undefined = document;
  for (const name of names.slice(0, -1)) {
    at = typeof at === 'object' && Object.hasOwn(at, name) ? at[name] : undefined;
  }
  const last = names.at(-1) ?? '';
  if (typeof at !== 'object') return nothing();
  if (last === '') return text(200, listing(at));
  const value = Object.hasOwn(at, last) ? at[last] : undefined;
  const found = typeof value === 'function' ? value() : undefined;
  return found === undefined ? nothing() : text(200, found);
}

function listing(folder: Tree): string {
  const names = Object.entries(folder).map(([name, below]) =>
    typeof below === 'object' ? `${name}/` : name,
  );
  return names.join('\n');
}

function nothing(): CloudReply {
  return text(404, '404 Not Found');
}
