import { markdownTable } from '../../.config/reference/markdown-table.ts';
import { withPart } from '../../.config/reference/marked-parts.ts';

/** What was measured of a form. */
interface Measured {
  readonly name: string;
  readonly forWhom: string;
  readonly needs: string;
  readonly downloadBytes: number;
  /** With what V8 has compiled for it. */
  readonly diskBytes: number;
  /** From its start to the request that takes the address. */
  readonly startMs: number;
}

export interface Results {
  readonly forms: readonly Measured[];
  /** Of the Node of this machine, doing nothing. */
  readonly nodeMs: number;
  readonly rounds: number;
  readonly machine: string;
}

const markers = {
  begin: '<!-- Written by npm run bench:forms -- --write -->',
  end: '<!-- End of what it has written -->',
};

/** The page with these results on it. Throws where it has no place for them. */
export function withForms(page: string, results: Results): string {
  return withPart(page, markers, formsTable(results));
}

export function formsTable({ forms, nodeMs, rounds, machine }: Results): string {
  const rows = forms.map((form) => [
    form.name,
    form.forWhom,
    form.needs,
    inMegabytes(form.downloadBytes),
    inMegabytes(form.diskBytes),
    `${form.startMs.toFixed(0)} ms (${(form.startMs / nodeMs).toFixed(1)})`,
  ]);
  const head = ['form', 'for whom', 'needs', 'to download', 'on disk', 'start'];
  return `${markdownTable([head, ...rows])}

In brackets how many times as long as \`node -e 0\`, which took ${nodeMs.toFixed(0)} ms: medians of ${rounds} rounds in turns;
${machine}.`;
}

function inMegabytes(bytes: number): string {
  const megabytes = bytes / 1e6;
  return `${megabytes.toFixed(megabytes < 10 ? 1 : 0)} MB`;
}
