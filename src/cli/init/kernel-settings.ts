import { askedAnewMs } from '../../core/detection.ts';
import { ipVersion } from '../../core/ip.ts';
import type { Plan } from './plan.ts';

/** What the kernels of both hosts are told, as `/etc/sysctl.d` has it; nothing where nothing is to be told. */
export function kernelSettings(plan: Plan): string | undefined {
  const sections = [...nonlocalBind(plan), ...neighbours(plan)];
  return sections.length === 0 ? undefined : sections.join('\n');
}

function nonlocalBind({ instances }: Plan): readonly string[] {
  const ips = instances.flatMap(({ vips }) => vips).filter(({ device }) => device !== 'lo');
  if (ips.length === 0) return [];
  const families = new Set(ips.map(({ ip }) => familyOf(ip)));
  const lines = [...families].map((family) => `net.${family}.ip_nonlocal_bind = 1\n`);
  return [
    `# Lets a service listen on ${ips.map(({ ip }) => ip).join(', ')} while the other host has it. One that listens
# on all addresses does not need it.
${lines.join('')}`,
  ];
}

/** An interface may have dots in its name, so slashes. */
function neighbours({ detection, device, hosts }: Plan): readonly string[] {
  const ms = askedAnewMs(detection.advertInterval);
  if (ms === undefined) return [];
  const families = new Set(hosts.map(({ ip }) => familyOf(ip)));
  const lines = [...families].map(
    (family) => `net/${family}/neigh/${device}/retrans_time_ms = ${ms}\n`,
  );
  return [
    `# A host whose network is back is heard by nobody until the kernel has asked anew where its peer is (ARP). By
# itself it asks once a second, and by then keepalived has long been MASTER here.
${lines.join('')}`,
  ];
}

function familyOf(ip: string): 'ipv4' | 'ipv6' {
  return ipVersion(ip) === 6 ? 'ipv6' : 'ipv4';
}
