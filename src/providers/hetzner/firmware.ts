import type { BootCache } from '../../lib/files/boot-cache.ts';
import type { Dmi } from '../../lib/host/dmi.ts';
import { isHetznerId } from './ids.ts';

/** Reads what the firmware says; its serial number is the id of the server (cloud-init, DataSourceHetzner.py). */
export type Firmware = () => Dmi;

/** The id of this server, where the firmware is Hetzner's and says it to this user. */
export function firmwareId(firmware: Firmware): string | undefined {
  const { vendor, serial } = firmware();
  return vendor === 'Hetzner' && isHetznerId(serial) ? serial : undefined;
}

/** A cache that knows by the firmware which server this is, before anybody has asked the metadata service. */
export function remembering(cache: BootCache, firmware: Firmware): BootCache {
  return {
    get(key) {
      const known = cache.get(key);
      if (known !== undefined) return known;
      const node = firmwareId(firmware);
      return node === undefined ? undefined : { node, region: '' };
    },
    set: cache.set,
  };
}
