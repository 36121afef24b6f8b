import Table from 'cli-table3';
import { createColors } from 'picocolors';

import type { AddressStatus, StatusReport } from '../app/status.ts';
import { plainLine, plainText } from '../core/plain-text.ts';
import type { Io } from './io.ts';

const headings = ['NAME', 'ADDRESS', 'KIND', 'OWNER', 'ROLE', 'VERDICT'] as const;

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

export function printStatusTable(
  report: StatusReport,
  { io, color }: { io: Io; color: boolean },
): void {
  const paint = createColors(color);
  const table = new Table({
    head: headings.map((heading) => paint.dim(heading)),
    chars: borderless,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  for (const address of report.addresses) {
    const { name, ip, kind, role, verdict } = address;
    const painted = verdict === 'ok' ? paint.green(verdict) : paint.yellow(verdict);
    const cells = [ip ?? '-', kind, plainText(ownerText(address)), role ?? '-', painted];
    table.push([paint.bold(plainText(name)), ...cells]);
  }
  const here = plainLine(hereText(report));
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  io.stdout.write(`This host: ${here}\n\n${lines.join('\n')}\n`);
}

function hereText({ self, anchor, stranger }: StatusReport): string {
  if (self === null) return `unknown (${stranger?.message ?? 'nobody said'})`;
  const place = `node ${self.node} in ${self.region} (${self.provider})`;
  return anchor === null ? place : `${place}, anchor ${anchor}`;
}

function ownerText({ owner }: AddressStatus): string {
  if (owner.state === 'held') return owner.self ? `${owner.node} (this host)` : owner.node;
  return owner.state === 'free' ? 'nobody' : 'unknown';
}
