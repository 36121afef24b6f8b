import { marker } from '../../.config/leaks.mjs';

/** The API token of all tests. It must never show up in anything that is printed or written. */
export const token = `dop_v1_${marker}0123456789abcdef`;
