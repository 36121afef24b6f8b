/** One time that the client asked. */
export interface Answer {
  /** When it began, on the machine's one clock. */
  readonly beganMs: number;
  /** `null` where nobody answered in time. */
  readonly by: string | null;
}

/** The longest time for which the client got no answer: from one time that it did to the next. */
export function longestGapMs(answers: readonly Answer[]): number {
  const times = answers
    .filter(({ by }) => by !== null)
    .map(({ beganMs }) => beganMs)
    .toSorted((left, right) => left - right);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return Math.max(0, ...gaps);
}
