import type { Secret } from '../lib/secret.ts';

/** The secret of a cloud, in one or more parts that belong together and come from one place. */
export interface SecretSpec<Part extends string = string, Extra extends string = string> {
  /** What it is as a whole: `API token`, `key pair`. */
  readonly what: string;
  /** Whether nothing can be done without it; where not, there is another way, such as a role. */
  readonly isNeeded: boolean;
  readonly parts: readonly [SecretPart<Part>, ...SecretPart<Part>[]];
  /** What may stand beside it in the environment, and belongs to it there. */
  readonly extras?: readonly SecretExtra<Extra>[];
}

export interface SecretPart<Part extends string = string> {
  readonly part: Part;
  /** What it is: `API token`, `secret id`. */
  readonly what: string;
  /** Whether it is a URL that nobody else may know; any other secret is none. */
  readonly isUrl?: true;
  /** The file's name in systemd's `$CREDENTIALS_DIRECTORY`. */
  readonly credential: string;
  /** The file that the config names, and the key that names it. */
  readonly file: { readonly path: string | undefined; readonly key: string };
  /** The first that is set counts. With several parts, the first of each belong together, and so on. */
  readonly variables: readonly string[];
}

export interface SecretExtra<Extra extends string = string> {
  readonly part: Extra;
  readonly what: string;
  readonly variable: string;
}

/** All parts of a secret, by their names. */
export type Found<Part extends string, Extra extends string = never> = Readonly<
  Record<Part, Secret>
> &
  Readonly<Partial<Record<Extra, Secret>>>;

/** Reads secrets: a systemd credential, else the configured file, else the environment. */
export interface SecretReader {
  /** Throws `config` where there is none, or where it cannot be used. */
  need<Part extends string, Extra extends string>(
    spec: SecretSpec<Part, Extra>,
  ): Found<Part, Extra>;
  /** Nothing where nothing names one. Throws `config` where it cannot be used, or part of it is missing. */
  find<Part extends string, Extra extends string>(
    spec: SecretSpec<Part, Extra>,
  ): Found<Part, Extra> | undefined;
  /** The same anew, for a cloud that has refused it; nothing for as long as it is just being written. */
  again<Part extends string, Extra extends string>(
    spec: SecretSpec<Part, Extra>,
  ): Found<Part, Extra> | undefined;
}
