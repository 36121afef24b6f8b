import type { Output } from '../../app/io.ts';
import { printable } from '../../core/plain-text.ts';

/** The same output, to which nothing gets that is not to be printed, wherever it comes from. `onWrite` hears that something was. */
export function printableOutput(output: Output, onWrite?: () => void): Output {
  return {
    get isTTY() {
      return output.isTTY;
    },
    get waitingBytes() {
      return output.waitingBytes;
    },
    write(text) {
      onWrite?.();
      output.write(printable(text, output.isTTY));
    },
    drained: () => output.drained(),
  };
}
