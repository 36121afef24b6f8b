/** The files that keepalived's config consists of, passed in. */
export interface ConfigFiles {
  /** The text of a file. Throws the system's error where it cannot be read. */
  read(path: string): string;
  /** The files that the pattern of an `include` names, in order. */
  match(pattern: string, folder: string): readonly string[];
}
