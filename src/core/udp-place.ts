import { isIpv4, isIpv6 } from './ip.ts';

/** An IP, or all of a host (`0.0.0.0`, `::`), and a port of UDP. */
export interface UdpPlace {
  readonly ip: string;
  readonly port: number;
}

/** `10.0.0.2:9477`, `[fd00::2]:9477`; nothing where it is neither. */
export function udpPlaceOf(text: string): UdpPlace | undefined {
  const [, six = '', four = '', digits] = /^(?:\[(.+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (!(port <= 65_535)) return undefined;
  if (isIpv6(six)) return { ip: six, port };
  return isIpv4(four) ? { ip: four, port } : undefined;
}

/** The host in `10.0.0.3:9477`, `lb2`, `[fd00::3]` or `http://lb2:9477`, without brackets. */
export function hostOf(peer: string): string {
  const [, six, host = ''] = /^(?:https?:\/\/)?(?:\[(.+?)\]|([^:/]+))/.exec(peer) ?? [];
  return six ?? host;
}
