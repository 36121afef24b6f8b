import { writeSync } from 'node:fs';

import type { Output, Screen, ScreenEvents } from '../../app/io.ts';
import { printable } from '../../core/plain-text.ts';

/** As terminals have understood it since xterm: another page, which leaves what was there before. */
const toOwnPage = '\u001B[?1049h\u001B[?25l';
const toPageBefore = '\u001B[?25h\u001B[?1049l';
const toTop = '\u001B[H';
const restOfLine = '\u001B[K';
const restOfPage = '\u001B[J';

const usual = { columns: 80, rows: 24 };

/** The terminal of this process as a page to draw on. Nothing is loaded or changed before it is opened. */
export function processScreen(stdout: Output): Screen {
  let close: (() => void) | undefined;
  return {
    size() {
      const { columns, rows } = process.stdout;
      // A serial console does not know how large it is.
      return columns > 0 && rows > 0 ? { columns, rows } : usual;
    },
    draw(lines) {
      // Ctrl-S: what is drawn later is newer.
      if (stdout.waitingBytes > 0) return;
      const text = lines.map((line) => printable(line, true) + restOfLine).join('\n');
      stdout.write(`${toTop}${text}${restOfPage}`);
    },
    open(events) {
      close = takeTerminal(stdout, events);
    },
    close: () => close?.(),
  };
}

function takeTerminal(stdout: Output, { onChange, onQuit }: ScreenEvents): () => void {
  const { stdin } = process;
  const isTyped = stdin.isTTY;
  const enter = (): void => {
    stdout.write(toOwnPage);
    if (isTyped) stdin.setRawMode(true);
  };
  const leave = (): void => {
    if (isTyped) stdin.setRawMode(false);
    stdout.write(toPageBefore);
  };
  const onStop = (): void => {
    leave();
    process.kill(process.pid, 'SIGSTOP');
  };
  const goOn = (): void => {
    enter();
    onChange();
  };
  const onTyped = (keys: Buffer): void => act(keys.toString('latin1'), onQuit);
  process.on('SIGTSTP', onStop).on('SIGCONT', goOn).on('exit', onExit);
  process.stdout.on('resize', onChange);
  if (isTyped) stdin.on('data', onTyped);
  enter();
  return () => {
    process.off('SIGTSTP', onStop).off('SIGCONT', goOn).off('exit', onExit);
    process.stdout.off('resize', onChange);
    if (isTyped) stdin.off('data', onTyped).pause();
    leave();
  };
}

/** Whoever types it twice, and a bug, end the process at once. */
function onExit(): void {
  writeSync(1, toPageBefore);
}

/** Where keys are not shown, the terminal makes no signals of them either. */
function act(keys: string, onQuit: () => void): void {
  if (keys.includes('\u0003')) process.kill(process.pid, 'SIGINT');
  else if (keys.includes('\u001A')) process.kill(process.pid, 'SIGTSTP');
  else if (/[qQ]/.test(keys)) onQuit();
}
