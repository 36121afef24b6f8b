/** Whether a text is the id of a Droplet. */
export function isDropletId(text: string): boolean {
  return /^[1-9]\d{0,14}$/.test(text);
}
