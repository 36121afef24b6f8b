import { basename } from 'node:path';

import type { KeepalivedConfig } from '../../triggers/keepalived-config/keepalived-config.ts';
import type { NotifyLine, ScriptLine } from '../../triggers/keepalived-config/script-line.ts';
import type {
  VrrpInstance,
  VrrpSyncGroup,
} from '../../triggers/keepalived-config/vrrp-instance.ts';
import type { HostFacts } from './host-facts.ts';

/** Something of keepalived's config that has a state, and tells of it. */
export type Speaker = VrrpInstance | VrrpSyncGroup;

/** What runs floatip, or a script that does. */
export function isOurs(
  { command }: Pick<ScriptLine, 'command'>,
  facts: Pick<HostFacts, 'text'>,
): boolean {
  if (command.some((word) => ours.test(basename(word)))) return true;
  const [script = ''] = command;
  return /\bfloatip\b|keepalived-notify/.test(facts.text(script)?.slice(0, mostChars) ?? '');
}

const ours = /^(?:floatip|keepalived-notify)/;
/** A script that hands on does so in its first lines; a program is longer than that. */
const mostChars = 64 * 1024;

export function speakersOf(config: KeepalivedConfig): readonly Speaker[] {
  return [...config.instances, ...config.groups];
}

export function kindOf(speaker: Speaker): 'vrrp_instance' | 'vrrp_sync_group' {
  return 'members' in speaker ? 'vrrp_sync_group' : 'vrrp_instance';
}

/** The notify lines that count and run floatip. */
export function hooksOf(speaker: Speaker, facts: HostFacts): readonly NotifyLine[] {
  return speaker.notifies.filter((line) => !line.isIgnored && isOurs(line, facts));
}

/** Of all of them, one for each program. */
export function hookPrograms(
  config: KeepalivedConfig | undefined,
  facts: HostFacts,
): readonly string[] {
  const speakers = config === undefined ? [] : speakersOf(config);
  const lines = speakers.flatMap((speaker) => hooksOf(speaker, facts));
  return [...new Set(lines.map(({ command: [program = ''] }) => program))];
}

/** Whether a line tells of every state, or of this one. */
export function tellsOf({ keyword }: Pick<ScriptLine, 'keyword'>, state: string): boolean {
  return keyword === 'notify' || keyword === `notify_${state}`;
}
