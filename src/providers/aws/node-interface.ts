/** A network interface of a node, as far as an address has to know it. */
export interface NodeInterface {
  readonly id: string;
  /** Its place on the instance: 0 is the first one. */
  readonly index: number;
  readonly subnet: string;
  /** Its private IPv4 addresses, the primary one first. */
  readonly ips: readonly string[];
  /** The public IPs that are on them. */
  readonly publicIps: readonly PublicIp[];
}

/** A public IP, Elastic or ordinary. */
export interface PublicIp {
  readonly publicIp: string;
  /** The private IP that it is on. */
  readonly on: string;
}
