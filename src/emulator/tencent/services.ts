/** A guest's announcement, which is no request and can meet a fault all the same. */
export const announcementService = 'tencent-arp';

/** What the emulator calls the services of Tencent Cloud. */
export const services = {
  api: 'tencent-api',
  metadata: 'tencent-metadata',
  others: [announcementService],
  refusesWithCodes: true,
} as const;
