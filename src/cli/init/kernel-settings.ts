import { ipVersion } from '../../core/ip.ts';
import { neighbourKeys, neighbourLines, searchFor } from '../../core/neighbours.ts';
import type { Plan } from './plan.ts';

/** What the kernels of both hosts are told, as `/etc/sysctl.d` has it; nothing where nothing is to be told. */
export function kernelSettings(plan: Plan): string | undefined {
  const sections = [...nonlocalBind(plan), ...neighbours(plan)];
  return sections.length === 0 ? undefined : sections.join('\n');
}

function nonlocalBind({ instances }: Plan): readonly string[] {
  const ips = instances.flatMap(({ vips }) => vips).filter(({ device }) => device !== 'lo');
  if (ips.length === 0) return [];
  const families = new Set(ips.map(({ ip }) => (ipVersion(ip) === 6 ? 'ipv6' : 'ipv4')));
  const lines = [...families].map((family) => `net.${family}.ip_nonlocal_bind = 1\n`);
  return [
    `# Lets a service listen on ${ips.map(({ ip }) => ip).join(', ')} while the other host has it. One that listens
# on all addresses does not need it.
${lines.join('')}`,
  ];
}

function neighbours({ detection, device, hosts: [{ ip }] }: Plan): readonly string[] {
  const search = searchFor(detection.advertInterval);
  if (search === undefined) return [];
  const lines = neighbourLines(neighbourKeys(device, ip), search);
  return [
    `# A host whose network is back may be heard by nobody until the kernel has asked anew where the others are. Of
# itself it asks once a second, and by then keepalived may be MASTER on both hosts. It still gives up after 3 s.
${lines.join('\n')}
`,
  ];
}
