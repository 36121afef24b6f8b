import { spawnSync } from 'node:child_process';

/** A Debian package, and how to tell that it is here. */
export interface Requirement {
  readonly package: string;
  readonly probe: readonly [string, ...string[]];
}

/** For what nginx does with UDP. */
export const streamModule = '/usr/lib/nginx/modules/ngx_stream_module.so';

export const labRequirements: readonly Requirement[] = [
  { package: 'keepalived', probe: ['keepalived', '--version'] },
  { package: 'iproute2', probe: ['ip', '-V'] },
  { package: 'procps', probe: ['sysctl', '--version'] },
  { package: 'nftables', probe: ['nft', '--version'] },
  { package: 'nginx-light', probe: ['nginx', '-v'] },
  { package: 'libnginx-mod-stream', probe: ['test', '-e', streamModule] },
  { package: 'tcpdump', probe: ['tcpdump', '--version'] },
  { package: 'iputils-arping', probe: ['arping', '-V'] },
  { package: 'bash', probe: ['bash', '--version'] },
];

/** Of the script that people paste today. */
export const recipeRequirements: readonly Requirement[] = [
  { package: 'curl', probe: ['curl', '--version'] },
  { package: 'python3-requests', probe: ['/usr/bin/python3', '-c', 'import requests'] },
];

/** Of hosts that elect one of them. */
export const leaseRequirements: readonly Requirement[] = [
  { package: 'etcd-server', probe: ['etcd', '--version'] },
];

/** Of PostgreSQL under Patroni; psycopg2 comes with it. */
export const patroniRequirements: readonly Requirement[] = [
  { package: 'patroni', probe: ['patroni', '--version'] },
  { package: 'postgresql', probe: ['id', 'postgres'] },
  { package: 'python3-psycopg2', probe: ['/usr/bin/python3', '-c', 'import psycopg2'] },
];

/** Which packages this machine lacks, and what to do about it; nothing where all are here. */
export function missingPackages(requirements: readonly Requirement[]): readonly string[] {
  const lacks = requirements.filter(({ probe }) => !works(probe));
  if (lacks.length === 0) return [];
  const names = lacks.map(({ package: name }) => name).join(' ');
  return [`${names}: on Debian, apt-get install --no-install-recommends ${names}`];
}

export function works([program, ...args]: Requirement['probe']): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
