/** Where an address is to be on the host that holds it, where the cloud does not put it there. */
export interface Guest {
  readonly interface: string;
  /** Without it, the IP of the address. */
  readonly ip?: string;
}

export type GuestChange = 'put' | 'taken';
