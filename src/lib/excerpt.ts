import { withoutSecrets } from './secret.ts';

/** A place in a text. Both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** How much of a line is shown before and after the place in it. */
const before = 60;
const after = 40;

/** The line of a text in which a place is, and a caret below it; nothing where a secret may stand there. */
export function excerptOf(text: string, { line, column }: Place): string {
  const whole = (text.split('\n')[line - 1] ?? '').trimEnd().replaceAll('\t', ' ');
  if (whole === '' || maySecretive.test(whole) || withoutSecrets(whole) !== whole) return '';
  const from = Math.max(0, column - 1 - before);
  const lead = from > 0 ? '…' : '';
  const shown = whole.slice(from, column - 1 + after);
  const tail = column - 1 + after < whole.length ? '…' : '';
  return `${lead}${shown}${tail}\n${lead === '' ? '' : ' '}${blank(whole.slice(from, column - 1))}^`;
}

/** A key that may hold a secret, and what looks like one wherever it stands. */
const maySecretive =
  /(?:token|secret|credential|password|passwd|key)|\b(?=[A-Za-z0-9+/]*\d)(?=[A-Za-z0-9+/]*[A-Za-z])[A-Za-z0-9+/]{16,}/i;

/** As wide as a text on a terminal, where CJK characters take two columns. */
function blank(text: string): string {
  return text.replaceAll(wide, '\u3000').replaceAll(/[^\u3000]/g, ' ');
}

const wide = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60]/g;
