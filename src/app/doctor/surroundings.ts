import type { Config } from '../../config/config.ts';
import type { Address } from '../../core/address.ts';
import type { Account } from '../../lib/processes/accounts.ts';
import type { Failure } from '../../ports/failure.ts';
import type { KeepalivedConfig } from '../../triggers/keepalived-config/keepalived-config.ts';
import type { Io } from '../io.ts';
import type { Session } from '../session.ts';
import type { HostFacts } from './host-facts.ts';

/** Everything that the checks look at. */
export interface Surroundings {
  readonly io: Pick<Io, 'env' | 'clock' | 'clouds' | 'random' | 'host' | 'adapter'>;
  readonly facts: HostFacts;
  /** The config, or why there is none. */
  readonly config: Config | Failure;
  /** What there is to work on; nothing where there is no config. */
  readonly session: Session | undefined;
  /** Of the config; empty where there is none. */
  readonly addresses: readonly Address[];
  readonly keepalived: KeepalivedHere;
  readonly scriptUser: ScriptUserHere;
  /** The watchers of other hosts to ask: base URLs. */
  readonly peers: readonly string[];
}

/** keepalived as it runs here, or would. */
export interface KeepalivedHere {
  readonly process: KeepalivedProcess | undefined;
  /** The path of its config. */
  readonly path: string;
  /** What is in it; nothing where it cannot be read. */
  readonly config: KeepalivedConfig | undefined;
  /** Where hooks that it starts look for programs. */
  readonly searchPath: string;
}

export interface KeepalivedProcess {
  readonly pid: number;
  readonly command: readonly string[];
  /** Nothing where this user may not see it. */
  readonly environment: Readonly<Record<string, string>> | undefined;
}

/** As whom keepalived runs its scripts. */
export interface ScriptUserHere {
  /** What it is called where that is said. */
  readonly name: string;
  /** Nothing where there is no such user. */
  readonly account: Account | undefined;
  /** Who says so. */
  readonly source: string;
}
