import { parseArgs } from 'node:util';

/** How floatip hears who is primary: it asks Patroni, or Patroni calls it. */
export type By = (typeof ways)[number];
const ways = ['http', 'callbacks'] as const;

export interface PatroniOrder {
  readonly rounds: number;
  readonly by: By;
  readonly keep: boolean;
}

export const usage = `Usage: npm run lab:patroni -- [OPTION]…

PostgreSQL under Patroni, with a floating IP that follows the primary: so many switchovers, and so many kills.

  --rounds N  of each (20)
  --by WAY    http: floatip watch asks http://127.0.0.1:8008/primary (default);
              callbacks: Patroni calls floatip notify
  --keep      keep the logs of the hosts, even where all is well
`;

/** Throws where it makes no sense. */
export function parsePatroniOrder(args: readonly string[]): PatroniOrder {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '20' },
      by: { type: 'string', default: 'http' },
      keep: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(`--rounds has to be a whole number above 0: ${values.rounds}`);
  }
  const by = ways.find((one) => one === values.by);
  if (by === undefined) throw new Error(`--by has to be one of ${ways.join(', ')}: ${values.by}`);
  return { rounds, by, keep: values.keep };
}
