import { globalsOf } from './keepalived-globals.ts';
import type { KeepalivedGlobals } from './keepalived-globals.ts';
import { logicalLines } from './logical-lines.ts';
import type { LineSource } from './logical-lines.ts';
import type { Problem } from './position.ts';
import { statementsNamed } from './settings.ts';
import { statementsOf } from './statements.ts';
import { trackFileOf, trackScriptOf } from './tracked.ts';
import type { TrackFile, TrackScript } from './tracked.ts';
import { instanceOf, syncGroupOf } from './vrrp-instance.ts';
import type { VrrpInstance, VrrpSyncGroup } from './vrrp-instance.ts';

/** What keepalived is told to do on this host. */
export interface KeepalivedConfig {
  readonly path: string;
  /** Every file that was read, in order. */
  readonly paths: readonly string[];
  readonly globals: KeepalivedGlobals;
  readonly instances: readonly VrrpInstance[];
  readonly groups: readonly VrrpSyncGroup[];
  readonly scripts: readonly TrackScript[];
  readonly trackFiles: readonly TrackFile[];
  /** What keepalived would complain of, or what was not understood. */
  readonly problems: readonly Problem[];
}

/** Reads keepalived's config with all that it includes. What cannot be read or understood is a problem in it. */
export function readKeepalivedConfig(path: string, source: LineSource): KeepalivedConfig {
  const { lines, paths, problems } = logicalLines(path, source);
  const { statements, problems: ofBlocks } = statementsOf(lines);
  return {
    path,
    paths,
    globals: globalsOf(statements),
    instances: statementsNamed(statements, 'vrrp_instance').map(instanceOf),
    groups: statementsNamed(statements, 'vrrp_sync_group').map(syncGroupOf),
    scripts: statementsNamed(statements, 'vrrp_script').map(trackScriptOf),
    trackFiles: statementsNamed(statements, 'track_file', 'vrrp_track_file').map(trackFileOf),
    problems: [...problems, ...ofBlocks],
  };
}
