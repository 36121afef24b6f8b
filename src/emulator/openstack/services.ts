/** What the emulator calls an announcement, which a fault can meet like a request. */
export const announcementService = 'openstack-arp';

/** What the emulator calls the services of OpenStack. */
export const services = {
  api: 'openstack-api',
  metadata: 'openstack-metadata',
  others: [announcementService],
  refusesWithCodes: true,
} as const;
