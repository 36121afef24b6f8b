import Table from 'cli-table3';
import { createColors } from 'picocolors';

import type { Io } from '../../app/io.ts';
import type { AddressStatus, StatusReport } from '../../app/status.ts';
import { nodeText } from '../../core/node-text.ts';
import { plainLine, plainText } from '../../core/plain-text.ts';
import { shorten } from '../../core/shorten.ts';

type Column = 'NAME' | 'ADDRESS' | 'KIND' | 'OWNER' | 'ROLE' | 'VERDICT' | 'WHY';
/** Those of attachments have the names that their clouds give them. */
type Row = Readonly<Record<Column, string> & Record<string, string>>;

/** From the one that says most to the one that fits almost always: the first that fits is printed. */
const layouts: readonly (readonly Column[])[] = [
  ['NAME', 'ADDRESS', 'OWNER', 'ROLE', 'VERDICT', 'WHY'],
  ['NAME', 'OWNER', 'ROLE', 'VERDICT', 'WHY'],
  ['NAME', 'OWNER', 'VERDICT', 'WHY'],
];

/** What a terminal has at least. */
const lineLength = 80;
/** A reason is broken into lines rather than cut, but not into columns of words. */
const leastWhy = 24;
/** In the narrowest layout. */
const most = { NAME: 16, OWNER: 23 } as const;

/** Only columns: no lines, so that the table can be cut and searched. */
const borderless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
} as const;

export interface TableOptions {
  readonly io: Io;
  readonly color: boolean;
  /** All columns, however long the lines get, with these for what can be on an address; not without. */
  readonly wide: readonly string[] | undefined;
}

export function printStatusTable(report: StatusReport, { io, color, wide }: TableOptions): void {
  const rows = report.addresses.map((address) => rowOf(address, report, wide));
  const { columns, whyWidth, fitted } =
    wide === undefined
      ? fitting(rows)
      : { columns: everythingWith(wide), whyWidth: undefined, fitted: rows };
  const paint = createColors(color);
  const table = new Table({
    head: columns.map((heading) => paint.dim(heading)),
    chars: borderless,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    ...(whyWidth === undefined
      ? {}
      : { wordWrap: true, colWidths: [...columns.slice(1).map(() => null), whyWidth] }),
  });
  for (const row of fitted) table.push(columns.map((column) => painted(column, row, paint)));
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  io.stdout.write(`This host: ${plainLine(hereText(report))}\n\n${lines.join('\n')}\n`);
}

function everythingWith(attachments: readonly string[]): readonly string[] {
  return ['NAME', 'ADDRESS', 'KIND', ...attachments, 'OWNER', 'ROLE', 'VERDICT', 'WHY'];
}

function painted(column: string, row: Row, paint: ReturnType<typeof createColors>): string {
  const text = row[column] ?? '-';
  if (column === 'NAME') return paint.bold(text);
  if (column !== 'VERDICT') return text;
  return text === 'ok' ? paint.green(text) : paint.yellow(text);
}

interface Fitting {
  readonly columns: readonly string[];
  readonly whyWidth: number | undefined;
  readonly fitted: readonly Row[];
}

/** The columns that there is room for beside the reasons, which are given what is left. */
function fitting(rows: readonly Row[]): Fitting {
  const longestWhy = widthOf('WHY', rows);
  for (const columns of layouts) {
    const left = roomForWhy(columns, rows);
    if (left >= longestWhy) return { columns, whyWidth: undefined, fitted: rows };
    if (left >= leastWhy) return { columns, whyWidth: left, fitted: rows };
  }
  const columns = ['NAME', 'OWNER', 'VERDICT', 'WHY'] as const;
  const fitted = rows.map((row) => ({
    ...row,
    NAME: shorten(row.NAME, most.NAME),
    OWNER: shorten(row.OWNER, most.OWNER),
  }));
  return { columns, whyWidth: roomForWhy(columns, fitted), fitted };
}

function roomForWhy(columns: readonly Column[], rows: readonly Row[]): number {
  let left = lineLength;
  for (const column of columns) if (column !== 'WHY') left -= widthOf(column, rows) + 2;
  return left;
}

function widthOf(column: Column, rows: readonly Row[]): number {
  const lines = rows.flatMap((row) => row[column].split('\n'));
  return Math.max(column.length, ...lines.map(({ length }) => length));
}

function rowOf(
  address: AddressStatus,
  { attached }: StatusReport,
  wide: readonly string[] | undefined,
): Row {
  const { name, ip, kind, role, trigger, verdict, why = '' } = address;
  const there = attached.get(name);
  // Below it, as both of them beside each other seldom fit.
  const below =
    wide !== undefined || there === undefined ? '' : `\n${plainText(`${there.what} ${there.ip}`)}`;
  return {
    NAME: plainText(name),
    ADDRESS: `${plainText(ip ?? '-')}${below}`,
    KIND: kind,
    ...(there === undefined ? {} : { [there.what]: plainText(there.ip) }),
    OWNER: plainText(ownerText(address)),
    ROLE: trigger === undefined ? (role ?? '-') : plainText(`${trigger.says} (${trigger.type})`),
    VERDICT: verdict,
    WHY: plainText(why),
  };
}

function hereText({ self, anchor, stranger }: StatusReport): string {
  if (self === null) return `unknown (${stranger?.message ?? 'nobody said'})`;
  const where = self.region === '' ? '' : ` in ${self.region}`;
  const place = `node ${self.node}${where} (${self.provider})`;
  return anchor === null ? place : `${place}, anchor ${anchor}`;
}

function ownerText({ owner }: AddressStatus): string {
  if (owner.state === 'held') return `${nodeText(owner)}${owner.self ? ' (this host)' : ''}`;
  return owner.state === 'free' ? 'nobody' : 'unknown';
}
