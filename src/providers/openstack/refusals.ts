import { meaningOfStatus } from '../refusal-status.ts';
import type { Meaning } from '../refusal-status.ts';

/** What Neutron calls its refusals, where the status alone does not say what to do (neutron-lib, exceptions). */
const meanings: Readonly<Record<string, Meaning>> = {
  // The port that was looked up earlier is gone: look again.
  PortNotFound: 'stale',
  // Whether that is a floating IP of its own or the very change that was asked for, the owner tells.
  FloatingIPPortAlreadyAssociated: 'stale',
  RevisionNumberConstraintFailed: 'stale',
  // A 404, though all of it is there.
  ExternalGatewayForFloatingIPNotFound: 'invalid',
  OverQuota: 'invalid',
  FipInUseByPortForwarding: 'invalid',
  OverLimit: 'throttled',
};

/** What a refusal means. A type that nobody has heard of goes by its status. */
export function meaningOf(type: string, status: number): Meaning {
  return (Object.hasOwn(meanings, type) ? meanings[type] : undefined) ?? byStatus(status);
}

/** OpenStack has more statuses in use than others. */
function byStatus(status: number): Meaning {
  if (status === 412) return 'stale';
  return status === 413 ? 'throttled' : meaningOfStatus(status);
}

const hints: Readonly<Record<string, string>> = {
  ExternalGatewayForFloatingIPNotFound:
    'Connect the subnet of the port to the router that has a gateway to the network of the floating IP: openstack router add subnet',
  FipInUseByPortForwarding:
    'Delete the port forwardings of the floating IP: one that has any is not associated with a port',
};

/** What to do about a refusal that is final. */
export function hintFor(type: string): string | undefined {
  return Object.hasOwn(hints, type) ? hints[type] : undefined;
}
