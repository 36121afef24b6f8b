/** When everything here was created. EIPs have ISO 8601. */
export const createdAt = '2026-01-01T00:00:00Z';

/** HAVIPs and interfaces have times without a zone: nobody says which, so here it is Beijing's. */
export function zonelessTime(ms: number): string {
  const beijing = new Date(ms + 8 * 3_600_000).toISOString();
  return beijing.slice(0, 19).replace('T', ' ');
}

export const zonelessCreatedAt = zonelessTime(Date.parse(createdAt));
