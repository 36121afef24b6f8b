/** How the ids of AWS look: the old ones have 8 digits behind the hyphen, the new ones 17. */

export const allocationId = /^eipalloc-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;
export const interfaceId = /^eni-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;
export const routeTableId = /^rtb-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;

/** Whether a text is the id of an EC2 instance. */
export function isInstanceId(text: string): boolean {
  return /^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(text);
}

/** Whether a text looks like a region, such as eu-central-1. */
export function isRegion(text: string): boolean {
  return text.length <= 32 && /^[a-z]{2,8}(?:-[a-z]+){1,3}-\d$/.test(text);
}
