import type { Output, Progress, Terminal } from '../../app/io.ts';
import { plainText } from '../../core/plain-text.ts';
import { shorten } from '../../core/shorten.ts';
import type { Clock } from '../../ports/clock.ts';

/** Whoever waits for less does not wonder. */
const quietMs = 2000;
const againMs = 500;
/** What a terminal has at least, so that the line never becomes two. */
const lineLength = 79;
const toBegin = '\r\u001B[K';

/** One line on a terminal that changes while a command waits; none elsewhere, and none at first. */
export class ProgressLine implements Progress {
  readonly #stderr: Output;
  readonly #clock: Clock;
  #startedAt = 0;
  #deadlineMs = 0;
  #count = 0;
  #last: { readonly cloud: string; readonly code: string } | undefined;
  #isShown = false;
  #isPaused = false;
  #cancel: (() => void) | undefined;

  constructor(stderr: Output, clock: Clock) {
    this.#stderr = stderr;
    this.#clock = clock;
  }

  begin(deadlineMs: number): void {
    if (!this.#stderr.isTTY) return;
    this.#startedAt = this.#clock.now();
    this.#deadlineMs = deadlineMs;
    this.#count = 0;
    this.#cancel = this.#clock.after(quietMs, () => this.#show());
  }

  asked(cloud: string, code: string): void {
    this.#count += 1;
    this.#last = { cloud, code };
  }

  /** The same terminal, at which nothing changes while somebody types. */
  beside(terminal: Terminal): Terminal {
    return {
      ...terminal,
      isThere: () => terminal.isThere(),
      ask: async (question, signal) => {
        this.clear();
        this.#isPaused = true;
        try {
          return await terminal.ask(question, signal);
        } finally {
          this.#isPaused = false;
        }
      },
    };
  }

  /** Something else is printed now. */
  clear(): void {
    if (this.#isShown) this.#stderr.write(toBegin);
    this.#isShown = false;
  }

  end(): void {
    this.#cancel?.();
    this.clear();
  }

  #show(): void {
    if (!this.#isPaused) {
      this.#stderr.write(`${toBegin}${shorten(this.#text(), lineLength)}`);
      this.#isShown = true;
    }
    this.#cancel = this.#clock.after(againMs, () => this.#show());
  }

  #text(): string {
    const passedMs = this.#clock.now() - this.#startedAt;
    const left = Math.max(0, Math.round((this.#deadlineMs - passedMs) / 1000));
    const times = `asked ${this.#count} ${this.#count === 1 ? 'time' : 'times'}`;
    const last = this.#last === undefined ? '' : `, last answer ${plainText(this.#last.code, 20)}`;
    const who = this.#last === undefined ? 'an answer' : plainText(this.#last.cloud, 20);
    return `waiting for ${who}: ${Math.floor(passedMs / 1000)} s, ${times}${last}, ${left} s left`;
  }
}
