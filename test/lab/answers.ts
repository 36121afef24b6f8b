/** One time that the client asked. */
export interface Answer {
  /** When it began, on the machine's one clock. */
  readonly beganMs: number;
  /** `null` where nobody answered in time. */
  readonly by: string | null;
  /** Which of its questions to that address this was, counting from 0. */
  readonly number: number;
}

/** The longest time for which the client got no answer: from one time that it did to the next. */
export function longestGapMs(answers: readonly Pick<Answer, 'beganMs' | 'by'>[]): number {
  const times = answers
    .filter(({ by }) => by !== null)
    .map(({ beganMs }) => beganMs)
    .toSorted((left, right) => left - right);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return Math.max(0, ...gaps);
}

/** How many questions got no answer: of those between the first one and the last one that did. */
export function lostAmong(answers: readonly Pick<Answer, 'by' | 'number'>[]): number {
  const answered = answers.filter(({ by }) => by !== null).map(({ number }) => number);
  if (answered.length === 0) return 0;
  return Math.max(...answered) - Math.min(...answered) + 1 - answered.length;
}
