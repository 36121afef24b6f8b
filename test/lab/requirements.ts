import { spawnSync } from 'node:child_process';

/** What this machine lacks for the lab, each with what to do about it. */
export function missing(): readonly string[] {
  const lacks = tools.filter(({ command: [program = '', ...args] }) => {
    return spawnSync(program, args, { stdio: 'ignore' }).error !== undefined;
  });
  const packages = lacks.map(({ package: name }) => name).join(' ');
  return [
    ...(process.platform === 'linux' ? [] : ['Linux: the lab is made of network namespaces']),
    ...(process.getuid?.() === 0 ? [] : ['root: run it as root']),
    ...(lacks.length === 0
      ? []
      : [`${packages}: on Debian, apt-get install --no-install-recommends ${packages}`]),
  ];
}

const tools = [
  { package: 'keepalived', command: ['keepalived', '--version'] },
  { package: 'iproute2', command: ['ip', '-V'] },
  { package: 'nftables', command: ['nft', '--version'] },
  { package: 'nginx-light', command: ['nginx', '-v'] },
  { package: 'tcpdump', command: ['tcpdump', '--version'] },
  { package: 'iputils-arping', command: ['arping', '-V'] },
  { package: 'bash', command: ['bash', '--version'] },
] as const;
