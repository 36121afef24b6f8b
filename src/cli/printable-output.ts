import { printable } from '../core/plain-text.ts';
import type { Output } from './io.ts';

/** The same output, to which nothing gets that is not to be printed, wherever it comes from. */
export function printableOutput(output: Output): Output {
  return {
    get isTTY() {
      return output.isTTY;
    },
    get waitingBytes() {
      return output.waitingBytes;
    },
    write(text) {
      output.write(printable(text, output.isTTY));
    },
    drained: () => output.drained(),
  };
}
