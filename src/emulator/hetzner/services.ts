/** What the emulator calls the services of Hetzner Cloud. */
export const services = {
  api: 'hetzner-api',
  metadata: 'hetzner-metadata',
  refusesWithCodes: true,
} as const;
