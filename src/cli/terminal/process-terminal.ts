import type { Output, Terminal } from '../../app/io.ts';
import { isTerminal } from '../../lib/outlet.ts';
import { processScreen } from './process-screen.ts';

/** Whoever sits at the terminal of this process. What it takes to hear them is loaded when they are asked. */
export function processTerminal({ stdout, stderr }: { stdout: Output; stderr: Output }): Terminal {
  return {
    isThere: () => isTerminal(0) && stdout.isTTY,
    screen: processScreen(stdout),
    async ask(question, signal) {
      const { createInterface } = process.getBuiltinModule('node:readline');
      const where = stderr.isTTY ? stderr : stdout;
      where.write(question);
      // The terminal itself echoes what is typed, and turns Ctrl-C into SIGINT.
      const lines = createInterface({ input: process.stdin, terminal: false });
      try {
        return await new Promise<string | undefined>((resolve, reject) => {
          const giveUp = (): void => reject(signal.reason);
          if (signal.aborted) giveUp();
          signal.addEventListener('abort', giveUp, { once: true });
          lines.once('line', resolve);
          lines.once('close', () => resolve(undefined));
        });
      } finally {
        lines.close();
      }
    },
  };
}
