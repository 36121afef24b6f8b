import type { KeepalivedConfig } from '../../triggers/keepalived-config/keepalived-config.ts';
import type { Position } from '../../triggers/keepalived-config/position.ts';
import { speakersOf } from './keepalived-hooks.ts';

export interface Lack {
  readonly keyword: string;
  /** The first version that knows it. */
  readonly since: string;
  readonly at: Position;
}

/** The version in what `keepalived --version` says. */
export function versionIn(text: string): string | undefined {
  return /\bv(\d+\.\d+\.\d+)/.exec(text)?.[1];
}

export function isOlder(version: string, than: string): boolean {
  const [left, right] = [version, than].map((text) => text.split('.').map(Number));
  for (let index = 0; index < 3; index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** What a config uses that a version does not know, of that which floatip has to do with. */
export function whatItLacks(version: string, config: KeepalivedConfig): readonly Lack[] {
  return usesIn(config).filter(({ since }) => isOlder(version, since));
}

/** The first versions are those whose parser installs the keyword. */
function usesIn(config: KeepalivedConfig): readonly Lack[] {
  const { fifos } = config.globals;
  const notifies = speakersOf(config).flatMap((speaker) => speaker.notifies);
  return [
    ...fifos.map(({ keyword, at }) => ({ keyword, at, since: '1.3.6' })),
    ...config.trackFiles.map(({ at }) => ({ keyword: 'track_file', at, since: '2.0.0' })),
    ...notifies
      .filter(({ keyword }) => keyword === 'notify_master_rx_lower_pri')
      .map(({ keyword, at }) => ({ keyword, at, since: '2.0.6' })),
  ];
}
