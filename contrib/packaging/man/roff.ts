/** The little of roff that a manual page needs, as man(7) has it. Each function gives whole lines. */

export interface Title {
  readonly name: string;
  readonly section: number;
  /** Seconds since 1970. */
  readonly date: number;
  readonly version: string;
}

export function title({ name, section, date, version }: Title): string {
  const day = new Date(date * 1000).toISOString().slice(0, 10);
  return `.TH ${quoted(name.toUpperCase())} ${section} ${day} ${quoted(version)} "floatip"`;
}

export function heading(text: string): string {
  return `.SH ${quoted(text.toUpperCase())}`;
}

export function subheading(text: string): string {
  return `.SS ${quoted(text)}`;
}

/** A term in bold, and beside or below it what it is. */
export function item(term: string, text: string): string {
  return `.TP\n${bold(term)}\n${plain(text)}`;
}

/** As it is, in a typewriter's letters, right below a heading. */
export function verbatim(text: string): string {
  return `.EX\n${text.split('\n').map(plain).join('\n')}\n.EE`;
}

export function bold(text: string): string {
  return `\\fB${escaped(text)}\\fR`;
}

/** Code in backquotes is set in bold. */
export function plain(text: string): string {
  const parts = text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? escaped(part) : bold(part)));
  return parts.join('').replace(/^(?=[.'])/, String.raw`\&`);
}

/** A hyphen of a command line is not one of a sentence, which roff may turn into another character. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', String.raw`\e`)
    .replaceAll('-', String.raw`\-`)
    .replaceAll('…', '...')
    .replaceAll('→', '->');
}

function quoted(text: string): string {
  return `"${escaped(text).replaceAll('"', '""')}"`;
}
