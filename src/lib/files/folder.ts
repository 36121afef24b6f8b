/**
 * A folder of small files that several processes share. A file is there as a whole or not at all,
 * so that nobody needs a lock to read it.
 */
export interface Folder {
  /** A folder in it, which is made with the first file that is written to it. */
  folder(name: string, options?: FolderOptions): Folder;
  /** The names of the files. Empty where the folder is missing. */
  names(): readonly string[];
  /** The names of the folders in it. Empty where it is missing. */
  folders(): readonly string[];
  read(name: string): string | undefined;
  /** The same of a file that nobody but this user and root can have written. */
  readTrusted(name: string): string | undefined;
  /** When a file was made, by the wall clock. Milliseconds since 1970. */
  madeAt(name: string): number | undefined;
  /** Throws the system's error where it cannot be written. */
  write(name: string, text: string): void;
  /** Makes a file that says all by its name. Throws the system's error where it cannot be written. */
  mark(name: string): void;
  remove(name: string): void;
}

export interface FolderOptions {
  /** It is not made where so many are there already. */
  readonly atMost?: number;
}

/**
 * A name for a file or folder that any text can be given, and that leads nowhere else. Hardly longer than the
 * text: file systems take 255 bytes.
 */
export function fileNameFor(text: string): string {
  // Nearly all: the other expression takes a while to compile.
  if (/^\w[\w.-]*$/.test(text)) return text;
  return text === '' ? '%' : text.replaceAll(/^\.|[%/\p{Control}\p{Surrogate}]/gu, escaped);
}

/** The text that a file or folder was named for. */
export function textOfFileName(name: string): string {
  if (name === '%') return '';
  return name.replaceAll(escapes, (_whole, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** What `fileNameFor` escapes, and no more: `%25AB` is `%AB`. */
const escapes = /%(25|2E|2F|[01][\dA-F]|7F|[89][\dA-F]|D[89A-F][\dA-F]{2})/g;

function escaped(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
