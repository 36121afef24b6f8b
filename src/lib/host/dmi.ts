import { readFileSync } from 'node:fs';

/** What the firmware says of the machine. */
export interface Dmi {
  readonly vendor: string;
  /** Empty for whoever is not root. */
  readonly serial: string;
}

export function readDmi(folder = '/sys/class/dmi/id'): Dmi {
  return { vendor: line(`${folder}/sys_vendor`), serial: line(`${folder}/product_serial`) };
}

function line(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    // There is no such thing here, or it is not for everybody's eyes.
    return '';
  }
}
