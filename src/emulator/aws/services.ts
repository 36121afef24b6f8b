/** What the emulator calls the services of AWS. EC2 and STS answer at one place. */
export const services = {
  api: 'aws-api',
  metadata: 'aws-metadata',
  refusesWithCodes: true,
} as const;
