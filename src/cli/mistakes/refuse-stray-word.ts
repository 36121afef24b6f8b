import { existsSync } from 'node:fs';

import type { Config } from '../../config/config.ts';
import { sameIp } from '../../core/ip.ts';
import { Failure } from '../../ports/failure.ts';
import { fifoPath } from '../keepalived/keepalived-lines.ts';

/** Refuses a word behind `watch` that can be no FIFO: without a slash, it is hardly a path. Throws `usage`. */
export function refuseStrayWord(fifo: string | undefined, { addresses }: Config): void {
  if (fifo === undefined || fifo.includes('/') || existsSync(fifo)) return;
  if (addresses.some(({ name, ip = '' }) => name === fifo || sameIp(ip, fifo))) {
    throw new Failure('usage', `'${fifo}' is an address, and watch takes a FIFO of keepalived`, {
      hint: 'Leave it out, as all addresses of the config are watched: floatip watch',
    });
  }
  throw new Failure('usage', `There is no FIFO called '${fifo}' in this folder`, {
    hint: `Write the whole path, such as ${fifoPath}`,
  });
}
