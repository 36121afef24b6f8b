/** Puts chunks together to lines; `undefined` stands for one that is too long to be kept. */
export type LineSplitter = (chunk: Buffer) => readonly (string | undefined)[];

export interface LineSplitterOptions {
  readonly maxBytes: number;
  /** Called once for each line that is too long, before it ends: perhaps it never does. */
  readonly onTooLong: () => void;
}

const lineBreak = 10;

export function createLineSplitter({ maxBytes, onTooLong }: LineSplitterOptions): LineSplitter {
  let parts: Buffer[] = [];
  let bytes = 0;
  const add = (part: Buffer): void => {
    if (bytes > maxBytes) return;
    bytes += part.length;
    if (bytes <= maxBytes) parts.push(part);
    else {
      parts = [];
      onTooLong();
    }
  };
  const end = (): string | undefined => {
    const line = bytes > maxBytes ? undefined : Buffer.concat(parts).toString('utf8');
    parts = [];
    bytes = 0;
    return line;
  };
  return (chunk) => {
    const lines: (string | undefined)[] = [];
    let from = 0;
    for (let at = chunk.indexOf(lineBreak); at !== -1; at = chunk.indexOf(lineBreak, from)) {
      add(chunk.subarray(from, at));
      lines.push(end());
      from = at + 1;
    }
    // A copy: what is kept of a chunk would keep all of it.
    if (from < chunk.length) add(Buffer.from(chunk.subarray(from)));
    return lines;
  };
}
