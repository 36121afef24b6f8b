import { meaningOfStatus } from '../refusal-status.ts';
import type { Meaning } from '../refusal-status.ts';

/** The codes of the API that mean something else than `invalid`, which all others do (hcloud-go, hcloud/error.go). */
const meanings: Readonly<Record<string, Meaning>> = {
  // Another action runs on the floating IP or on the server.
  locked: 'busy',
  conflict: 'busy',
  resource_unavailable: 'busy',
  robot_unavailable: 'busy',
  rate_limit_exceeded: 'throttled',
  service_error: 'unusable',
  server_error: 'unusable',
  unknown_error: 'unusable',
  bad_gateway: 'unusable',
  timeout: 'unusable',
  maintenance: 'unusable',
  unauthorized: 'denied',
  forbidden: 'denied',
  token_readonly: 'denied',
  not_found: 'missing',
  // It may be assigned to the very server that it is for: the owner tells.
  floating_ip_assigned: 'stale',
  server_already_attached: 'stale',
  protected: 'invalid',
  resource_locked: 'invalid',
};

/** What a refusal means. A code that nobody has heard of goes by its status. */
export function meaningOf(code: string, status: number): Meaning {
  return (Object.hasOwn(meanings, code) ? meanings[code] : undefined) ?? meaningOfStatus(status);
}

const hints: Readonly<Record<string, string>> = {
  protected: 'Take the protection off the floating IP in the Hetzner Console',
  resource_locked: 'Ask the support of Hetzner why the floating IP or the server is locked',
  deprecated_api_endpoint: 'Install a newer floatip: Hetzner has ended what this one asks for',
};

/** What to do about a refusal that is final. */
export function hintFor(code: string): string | undefined {
  return Object.hasOwn(hints, code) ? hints[code] : undefined;
}
