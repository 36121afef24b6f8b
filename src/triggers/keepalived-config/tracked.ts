import type { Position, Setting } from './position.ts';
import { scriptLineOf } from './script-line.ts';
import type { ScriptLine } from './script-line.ts';
import { numberSetting, setting, statementsNamed } from './settings.ts';
import type { Statement } from './statements.ts';

/** A `vrrp_script`: a check that keepalived runs again and again. */
export interface TrackScript {
  readonly name: string;
  readonly at: Position;
  readonly script: ScriptLine | undefined;
  /** Seconds. */
  readonly interval: Setting<number> | undefined;
  readonly timeout: Setting<number> | undefined;
  readonly weight: Setting<number> | undefined;
  /** Who it is to run as, where the block says so. */
  readonly user: string | undefined;
}

/** A `track_file`, which is `vrrp_track_file` in older configs: a file whose number counts. */
export interface TrackFile {
  readonly name: string;
  readonly at: Position;
  readonly file: Setting | undefined;
}

export function trackScriptOf({ args, at, block }: Statement): TrackScript {
  const script = statementsNamed(block, 'script').at(-1);
  return {
    name: args[0] ?? '',
    at,
    script: script === undefined ? undefined : scriptLineOf(script),
    interval: numberSetting(block, 'interval'),
    timeout: numberSetting(block, 'timeout'),
    weight: numberSetting(block, 'weight'),
    user: setting(block, 'user')?.value,
  };
}

export function trackFileOf({ args, at, block }: Statement): TrackFile {
  return { name: args[0] ?? '', at, file: setting(block, 'file') };
}
