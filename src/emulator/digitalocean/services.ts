/** What the emulator calls the services of DigitalOcean. */
export const services = { api: 'digitalocean-api', metadata: 'digitalocean-metadata' } as const;
