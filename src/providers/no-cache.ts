import type { BootCache } from '../lib/boot-cache.ts';

/** For who is asked once, and by hand. */
export const noCache: BootCache = { get: () => undefined, set: () => undefined };
