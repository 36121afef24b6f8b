import type { Policy } from '../policy.ts';

/** The scopes of a token that can do what floatip does, and nothing else. */
const scopes = ['reserved_ip:read', 'reserved_ip:update', 'droplet:read', 'actions:read'];

/** The least that a token must be allowed. */
export function policy(): Policy {
  const text = `DigitalOcean, scopes of the token:\n\n  ${scopes.join('\n  ')}\n`;
  return { document: { scopes }, text };
}
