/** Ids of servers, floating IPs and actions: whole numbers up to 2^53 - 1. */
export function isHetznerId(text: string): boolean {
  return /^[1-9]\d{0,15}$/.test(text) && Number.isSafeInteger(Number(text));
}
