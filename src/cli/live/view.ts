import type { createColors } from 'picocolors';

import type { Look } from '../../watch/page/look.ts';

/** What there is to show, and since when. */
export interface View {
  readonly look: Look;
  /** When it was taken, of a clock that never goes back. */
  readonly takenAt: number;
  /** Who has looked, for the last line. */
  readonly source: string;
}

/** What a terminal has. */
export interface Room {
  readonly columns: number;
  readonly rows: number;
}

export type Paint = ReturnType<typeof createColors>;
