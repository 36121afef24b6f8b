import type { Position, Setting } from './position.ts';
import { scriptLineOf } from './script-line.ts';
import type { ScriptLine } from './script-line.ts';
import { flag, numberSetting, setting, statementsNamed } from './settings.ts';
import type { Statement } from './statements.ts';

/** `global_defs`, as far as floatip has to do with them. */
export interface KeepalivedGlobals {
  readonly routerId: Setting | undefined;
  readonly scriptUser: Setting<ScriptUser> | undefined;
  readonly enableScriptSecurity: Setting<true> | undefined;
  readonly vrrpStrict: Setting<true> | undefined;
  readonly vrrpVersion: Setting<number> | undefined;
  readonly garpInterval: Setting<number> | undefined;
  /** The FIFOs that keepalived writes of its instances to: `notify_fifo` and `vrrp_notify_fifo`. */
  readonly fifos: readonly NotifyFifo[];
  /** The programs that read them, started by keepalived. */
  readonly fifoScripts: readonly ScriptLine[];
}

export interface ScriptUser {
  readonly user: string;
  readonly group: string | undefined;
}

export interface NotifyFifo extends Partial<ScriptUser> {
  readonly keyword: string;
  readonly path: string;
  readonly at: Position;
}

export function globalsOf(statements: readonly Statement[]): KeepalivedGlobals {
  const block = statementsNamed(statements, 'global_defs').flatMap((one) => one.block);
  return {
    routerId: setting(block, 'router_id'),
    scriptUser: scriptUserOf(block),
    enableScriptSecurity: flag(block, 'enable_script_security'),
    vrrpStrict: flag(block, 'vrrp_strict'),
    vrrpVersion: numberSetting(block, 'vrrp_version'),
    garpInterval: numberSetting(block, 'vrrp_garp_interval'),
    fifos: statementsNamed(block, 'notify_fifo', 'vrrp_notify_fifo').map(fifoOf),
    fifoScripts: statementsNamed(block, 'notify_fifo_script', 'vrrp_notify_fifo_script').map(
      scriptLineOf,
    ),
  };
}

function scriptUserOf(block: readonly Statement[]): Setting<ScriptUser> | undefined {
  const last = statementsNamed(block, 'script_user').at(-1);
  const [user, group] = last?.args ?? [];
  return last === undefined || user === undefined
    ? undefined
    : { value: { user, group }, at: last.at };
}

function fifoOf({ keyword, args, at }: Statement): NotifyFifo {
  const [path = '', user, group] = args;
  return { keyword, path, at, ...(user === undefined ? {} : { user, group }) };
}
