import { nodeText } from '../../core/node-text.ts';
import { ageText } from '../../watch/page/age-text.ts';
import { needsAttention } from '../../watch/page/attention.ts';
import type { AddressLook } from '../../watch/page/look.ts';
import { cell, fit, widthOf } from './text-width.ts';
import type { Paint, Room } from './view.ts';

const columns = ['NAME', 'ADDRESS', 'OWNER', 'ROLE', 'VERDICT', 'READ'] as const;
type Column = (typeof columns)[number];
type Row = Readonly<Record<Column, string>>;
type Layout = readonly (readonly [name: Column, width: number])[];

/** From the one that says most to the one that fits almost always: the first that fits is shown. */
const layouts: readonly (readonly Column[])[] = [
  columns,
  ['NAME', 'ADDRESS', 'OWNER', 'ROLE', 'VERDICT'],
  ['NAME', 'OWNER', 'ROLE', 'VERDICT'],
  ['NAME', 'OWNER', 'VERDICT'],
];

const gap = '  ';
/** Where even the narrowest layout does not fit, its widest columns are cut, down to this. */
const leastWidth = 3;

export interface TableOptions {
  readonly room: Room;
  readonly paint: Paint;
  /** How long ago all of it was taken. Milliseconds. */
  readonly passedMs: number;
}

/** A row for each address. Where there is no room for all, those that need attention come first. */
export function addressTable(addresses: readonly AddressLook[], options: TableOptions): string[] {
  const { room, paint, passedMs } = options;
  const { shown, rest } = choose(addresses, room.rows - 1);
  const rows = shown.map((address) => ({ address, row: rowOf(address, passedMs) }));
  const layout = layoutFor(
    rows.map(({ row }) => row),
    room.columns,
  );
  const head = layout.map(([name, width]) => cell(name, width)).join(gap);
  const lines = rows.map(({ address, row }) =>
    layout
      .map(([name, width]) => painted(name, cell(row[name], width), { address, paint }))
      .join(gap)
      .trimEnd(),
  );
  return [
    paint.dim(head.trimEnd()),
    ...lines,
    ...(rest === '' ? [] : [paint.dim(fit(rest, room.columns))]),
  ];
}

interface Choice {
  readonly shown: readonly AddressLook[];
  /** What is said of those that are not. */
  readonly rest: string;
}

function choose(addresses: readonly AddressLook[], rows: number): Choice {
  if (addresses.length <= rows) return { shown: addresses, rest: '' };
  const urgent = addresses.filter(isUrgent);
  const ordered = [...urgent, ...addresses.filter((one) => !isUrgent(one))];
  const shown = ordered.slice(0, Math.max(0, rows - 1));
  const left = ordered.slice(shown.length);
  const more = left.filter(isUrgent).length;
  const how = `${more === 0 ? 'none' : more} of which ${more < 2 ? 'needs' : 'need'} attention`;
  return { shown, rest: `and ${left.length} more, ${how}` };
}

function isUrgent(address: AddressLook): boolean {
  return needsAttention(address) || address.taking !== undefined;
}

function rowOf(address: AddressLook, passedMs: number): Row {
  const { name, ip, attached, role, trigger, read } = address;
  const on = attached === undefined ? '' : ` (${attached.what} ${attached.ip})`;
  return {
    NAME: name,
    ADDRESS: `${ip ?? '–'}${on}`,
    OWNER: ownerOf(address),
    ROLE: trigger === undefined ? (role ?? '–') : `${trigger.says} (${trigger.type})`,
    VERDICT: verdictOf(address, passedMs),
    READ: read === undefined ? 'never' : `${ageText(read.ageMs + passedMs)} ago`,
  };
}

function ownerOf({ owner, lastSeen }: AddressLook): string {
  switch (owner.state) {
    case 'held':
      return `${nodeText(owner)}${owner.self ? ', this host' : ''}`;
    case 'free':
      return 'nobody';
    default:
      return lastSeen === undefined ? 'unknown' : `unknown, last ${lastSeen ?? 'nobody'}`;
  }
}

function verdictOf(address: AddressLook, passedMs: number): string {
  const { verdict, taking } = address;
  if (taking !== undefined) return `→ taking over, ${ageText(taking.ms + passedMs)}`;
  if (needsAttention(address)) return `! ${verdict}`;
  return `${verdict === 'elsewhere' ? '·' : '✓'} ${verdict}`;
}

/** Columns that fit, and how wide each is. */
function layoutFor(rows: readonly Row[], most: number): Layout {
  const widthIn = (name: Column): number =>
    Math.max(name.length, ...rows.map((row) => widthOf(row[name])));
  const measured = layouts.map((layout) => layout.map((name) => [name, widthIn(name)] as const));
  const fitting = measured.find((layout) => totalOf(layout) <= most);
  if (fitting !== undefined) return fitting;
  const narrowest = new Map(measured.at(-1));
  for (let over = totalOf([...narrowest]) - most; over > 0; over -= 1) {
    const [name, width] = widestOf([...narrowest].filter(([column]) => column !== 'VERDICT'));
    if (width <= leastWidth) break;
    narrowest.set(name, width - 1);
  }
  return [...narrowest];
}

function widestOf(layout: Layout): Layout[number] {
  const [first = ['NAME', 0], ...others] = layout;
  let widest: Layout[number] = first;
  for (const one of others) if (one[1] > widest[1]) widest = one;
  return widest;
}

function totalOf(layout: Layout): number {
  let total = -gap.length;
  for (const [, width] of layout) total += width + gap.length;
  return total;
}

function painted(
  column: Column,
  text: string,
  { address, paint }: { readonly address: AddressLook; readonly paint: Paint },
): string {
  if (column === 'NAME') return paint.bold(text);
  if (column === 'READ') return paint.dim(text);
  if (column !== 'VERDICT') return text;
  if (address.taking !== undefined) return paint.blue(text);
  if (needsAttention(address)) return paint.red(text);
  return address.verdict === 'ok' ? paint.green(text) : paint.dim(text);
}
