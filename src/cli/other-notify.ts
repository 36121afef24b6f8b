import { quotedName } from './keepalived-quoting.ts';

/** A line of keepalived's config because of which that of floatip would be ignored. */
export interface OtherNotify {
  /** As it stands there, such as `vrrp_instance VI_1`. */
  readonly block: string;
  readonly line: number;
}

/** keepalived says "already specified - ignoring" to each `notify` of a block but the first. */
export function otherNotifies(text: string, followed: readonly string[]): readonly OtherNotify[] {
  const names = new Set(followed.map(quotedName));
  const found: OtherNotify[] = [];
  let block: string | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const [, kind, name = ''] = opening.exec(line) ?? [];
    if (kind !== undefined) block = names.has(name) ? `${kind} ${name}` : undefined;
    const isOther = /^\s*notify\s/.test(line) && !/floatip|keepalived-notify/.test(line);
    if (isOther && block !== undefined) found.push({ block, line: index + 1 });
  }
  return found;
}

const opening = /^\s*(vrrp_instance|vrrp_sync_group)\s+("[^"]*"|[^\s{]+)/;
