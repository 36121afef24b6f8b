/** How the ids of Tencent Cloud look. */

export const eipId = /^eip-[a-z0-9]{4,16}$/;
export const havipId = /^havip-[a-z0-9]{4,16}$/;

/** Whether a text is the id of a CVM instance. */
export function isInstanceId(text: string): boolean {
  return /^ins-[a-z0-9]{4,16}$/.test(text);
}
