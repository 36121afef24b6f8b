import type { Address } from '../core/address.ts';
import type { Connection, Tools } from './connection.ts';
import type { SecretReader, SecretSpec } from './secret-spec.ts';

/** A cloud with the settings of one run. */
export interface ConfiguredCloud {
  /** To be looked at. None of them is secret. */
  readonly settings: object;
  /** Where its secret comes from; nothing where it has none. */
  readonly secret: SecretSpec | undefined;
  /** Sends nothing yet. Throws `config` where its secret cannot be used. */
  connect(access: Access, tools: Tools): Promise<Connection>;
}

/** What it takes to connect besides the settings of a cloud. */
export interface Access {
  readonly secrets: SecretReader;
  /** How long one request may take. */
  readonly requestMs: number;
}

/** What the environment says of settings, which counts before the file. */
export interface Given {
  /**
   * Base URL of the API: of `FLOATIP_<CLOUD>_ENDPOINT`, else the given one. Throws `config` for what is none, and
   * for plain http where the secret would be read on the way.
   */
  endpoint<Url extends string | undefined>(url: Url): string | Url;
  /** Base URL of the metadata service: of `FLOATIP_<CLOUD>_METADATA`, else the given one. Throws `config`. */
  metadata(url: string): string;
  /** The addresses of this cloud that the config lists, where there is a config. */
  readonly addresses?: readonly Address[];
  /** All variables, where a run has any. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What a variable says; nothing where it is empty or not set. */
  variable(name: string): string | undefined;
}
