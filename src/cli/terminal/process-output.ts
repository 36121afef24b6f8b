import type { Output } from '../../app/io.ts';
import { isTerminal, openOutlet } from '../../lib/outlet.ts';
import type { Outlet, OutletOptions } from '../../lib/outlet.ts';

export interface ProcessOutputOptions extends OutletOptions {
  /** Hears what is written. */
  readonly onWrite?: (text: string) => void;
}

/** An output of this process. Opened at its first use: that costs time which a takeover has not. */
export function processOutput({ onWrite, ...options }: ProcessOutputOptions): Output {
  let outlet: Outlet | undefined;
  let isTTY: boolean | undefined;
  return {
    get isTTY() {
      isTTY ??= isTerminal(options.fd);
      return isTTY;
    },
    get waitingBytes() {
      return outlet?.waitingBytes ?? 0;
    },
    write(text) {
      onWrite?.(text);
      outlet ??= openOutlet(options);
      outlet.write(text);
    },
    drained: async () => await outlet?.drained(),
  };
}
