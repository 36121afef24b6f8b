/** The scopes of a token that can do what floatip does, and nothing else. */
export function scopes(): readonly string[] {
  return ['reserved_ip:read', 'reserved_ip:update', 'droplet:read', 'actions:read'];
}
