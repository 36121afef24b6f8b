/** Tells that something may look different now; what, is for whoever shows it to find out. */
export interface Changes {
  tell(): void;
  listen(listener: () => void): void;
}

export function createChanges(): Changes {
  const listeners: (() => void)[] = [];
  return {
    tell() {
      for (const listener of listeners) listener();
    },
    listen: (listener) => void listeners.push(listener),
  };
}

/** For whoever shows nothing. */
export const noChanges: Changes = { tell: () => undefined, listen: () => undefined };
