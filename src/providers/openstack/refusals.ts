import type { FailureClass } from '../../core/failure-class.ts';

/** `unusable` is a request that the API did not get through. */
export type Meaning = FailureClass | 'unusable';

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
  return (Object.hasOwn(meanings, type) ? meanings[type] : undefined) ?? meaningOfStatus(status);
}

function meaningOfStatus(status: number): Meaning {
  switch (status) {
    case 401:
    case 403:
      return 'denied';
    case 404:
      return 'missing';
    case 409:
    case 423:
      return 'busy';
    case 412:
      return 'stale';
    case 413:
    case 429:
      return 'throttled';
    case 408:
      return 'unusable';
    default:
      return status >= 500 ? 'unusable' : 'invalid';
  }
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
