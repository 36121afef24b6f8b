const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Ids of instances, ports and floating IPs, as Nova and Neutron spell them. */
export function isUuid(text: string): boolean {
  return uuid.test(text);
}
