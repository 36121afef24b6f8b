export interface WriteLateOptions<T> {
  /** Begins something after milliseconds. */
  readonly after: (ms: number, begin: () => void) => () => void;
  /** Throws where it cannot. */
  readonly write: (entries: readonly T[]) => void;
  /** The same, while this process goes on with something else. Without it, that waits. */
  readonly writeBeside?: (entries: readonly T[]) => Promise<void>;
  /** Hears why some could not be written, or that they were. */
  readonly onEnd: (reason?: string) => void;
}

export interface LateWriter<T> {
  add(entry: T): void;
  /** Writes at once what is yet to be written. */
  flush(): void;
}

/**
 * How long an entry may wait. What is worth one is often about to send a request, and a disk may be slow: the journal
 * is for people, and whoever decides something goes by the records of events instead. A process that is killed within
 * that time leaves no trace in it of what it did last.
 */
const writeAfterMs = 25;

/** Writes entries when nobody waits for what comes after them, in their order. */
export function writeLate<T>(options: WriteLateOptions<T>): LateWriter<T> {
  const { after, write, writeBeside, onEnd } = options;
  const waiting: T[] = [];
  let cancel: (() => void) | undefined;
  let isWriting = false;
  const flush = (): void => {
    cancel?.();
    cancel = undefined;
    if (waiting.length === 0) return;
    try {
      write(waiting.splice(0));
      onEnd();
    } catch (error) {
      onEnd(String(error));
    }
  };
  const goOn = async (): Promise<void> => {
    if (writeBeside === undefined) return flush();
    cancel = undefined;
    isWriting = true;
    try {
      // What comes meanwhile is next.
      while (waiting.length > 0) await writeBeside(waiting.splice(0));
      onEnd();
    } catch (error) {
      onEnd(String(error));
    }
    isWriting = false;
  };
  return {
    flush,
    add(entry) {
      waiting.push(entry);
      if (!isWriting) cancel ??= after(writeAfterMs, () => void goOn());
    },
  };
}
