import type { Policy } from '../policy.ts';

/** What a token may do is one choice of two for the whole project, and reading alone moves nothing. */
const permission = 'Read & Write';

/** The least that a token must be allowed. */
export function policy(): Policy {
  const text = `Hetzner Cloud, permission of the token:\n\n  ${permission}\n\nIt holds for all of the project, so let the project have nothing in it but the servers and their floating IPs.\n`;
  return { document: { permissions: [permission] }, text };
}
