/** Where something listens. */
export interface HostPlace {
  /** A name or an IP, without brackets. */
  readonly host: string;
  readonly port: number;
}

/** A host as it stands in front of a port: an IPv6 address in brackets. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

export function placeText({ host, port }: HostPlace): string {
  return `${bracketed(host)}:${port}`;
}
