import { secretId, secretKey, token } from './token.ts';

/** So many addresses in each cloud, a node of its own for each, and `watcher` beside them. */
export interface ManyAddresses {
  readonly topology: string;
  readonly config: string;
}

export interface ManyOptions {
  readonly digitalocean: number;
  readonly tencent: number;
  /** How many of each follow VI_1; the rest follows VI_2. */
  readonly here?: number;
  readonly listen?: boolean;
}

const watcherDroplet = '222';
export const watcherInstance = 'ins-watcher0';

export function manyAddresses(options: ManyOptions): ManyAddresses {
  const droplets = count(options.digitalocean);
  const instances = count(options.tencent);
  const follow = (index: number): string => (index < (options.here ?? 0) ? 'VI_1' : 'VI_2');
  const at = options.listen === true ? ", metadata: '127.0.0.1:0'" : '';
  const topology = `
listen: 127.0.0.1:0
digitalocean:
  tokens: [{ token: ${token} }]
  limits: { perMinute: 1000000, perHour: 1000000 }
  actionMs: 50
  droplets:
    - { id: ${watcherDroplet}, name: watcher, region: nyc3${at} }
${droplets.map((n) => `    - { id: ${1000 + n}, name: n${n}, region: nyc3 }`).join('\n')}
  reservedIps: ${droplets.length === 0 ? '[]' : ''}
${droplets.map((n) => `    - { ip: ${ipOf(18, n)}, region: nyc3, droplet: ${1000 + n} }`).join('\n')}
tencent:
  keys: [{ secretId: ${secretId}, secretKey: ${secretKey} }]
  instances:
    - ${instance(watcherInstance, 'eni-watcher0', ['10.2.255.1', ...instances.map(privateIpOf)], 0)}${at === '' ? '' : `\n      metadata: '127.0.0.1:0'`}
${instances.map((n) => `    - ${instance(idOf('ins', n), idOf('eni', n), [`10.1.${n >> 8}.${n & 255}`], n + 1)}`).join('\n')}
  eips: ${instances.length === 0 ? '[]' : ''}
${instances.map((n) => `    - { id: ${idOf('eip', n)}, ip: ${ipOf(19, n)}, instance: ${idOf('ins', n)} }`).join('\n')}
`;
  const config = `
addresses:
${droplets.map((n) => `  - { name: do${n}, kind: digitalocean-reserved-ip, ip: ${ipOf(18, n)}, follow: ${follow(n)} }`).join('\n')}
${instances.map((n) => `  - { name: tc${n}, kind: tencent-eip, id: ${idOf('eip', n)}, networkInterface: eni-watcher0, privateIp: ${privateIpOf(n)}, follow: ${follow(n)} }`).join('\n')}
`;
  return { topology, config };
}

function count(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index);
}

function ipOf(second: number, n: number): string {
  return `198.${second}.${n >> 8}.${n & 255}`;
}

function idOf(prefix: string, n: number): string {
  return `${prefix}-${n.toString(36).padStart(8, '0')}`;
}

/** Each EIP has a private IP of its own on the watcher. */
function privateIpOf(n: number): string {
  return `10.2.${n >> 8}.${n & 255}`;
}

function instance(id: string, eni: string, ips: readonly string[], n: number): string {
  const mac = `52:54:00:00:${hex(n >> 8)}:${hex(n & 255)}`;
  return `id: ${id}
      name: ${id}
      zone: ap-guangzhou-3
      interfaces: [{ id: ${eni}, mac: '${mac}', vpc: vpc-11111111, subnet: subnet-11111111, ips: [${ips.join(', ')}] }]`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
