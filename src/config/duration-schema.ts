import * as v from 'valibot';

const millisecondsPer: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };
const durationPattern = /^(\d+(?:\.\d+)?)(ms|s|m)$/;

const durationWords = 'a duration such as 500ms, 5s or 2m';

/** Written as a text, used in milliseconds. */
export const duration = v.pipe(
  v.string(durationWords),
  v.regex(durationPattern, durationWords),
  v.transform((text) => {
    const [, amount = '0', unit = 'ms'] = durationPattern.exec(text) ?? [];
    return Number(amount) * (millisecondsPer[unit] ?? 1);
  }),
  v.minValue(1, 'a duration of at least 1ms'),
  v.maxValue(86_400_000, 'a duration of at most a day'),
);
