/** What every kind of address has to do. How is in cases.ts. */
export const caseNames = [
  'status',
  'move',
  'already mine',
  'held by another',
  'held by nobody',
  'release',
  'dry run',
  'reconcile',
  'superseded',
  'answer lost',
  'throttled',
  'busy',
  'change fails',
  'denied',
  'missing',
  'deadline',
  'batch',
  'abort',
] as const;
export type CaseName = (typeof caseNames)[number];
