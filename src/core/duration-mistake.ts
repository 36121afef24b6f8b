const units: readonly (readonly [ms: number, words: RegExp])[] = [
  [1, /^(?:ms|msecs?|millis|milliseconds?|毫秒)$/],
  [1000, /^(?:s|secs?|seconds?|秒)$/],
  [60_000, /^(?:m|mins?|minutes?|分|分钟)$/],
  [3_600_000, /^(?:h|hrs?|hours?|小时)$/],
  [86_400_000, /^(?:d|days?|天)$/],
];

const part = String.raw`(\d+(?:\.\d+)?)\s*([a-z毫秒分钟小时天]+)`;
const whole = new RegExp(`^${part}(?:[\\s,]*${part})*$`);

/** The duration that a text means which is spelled in another way: `5 sec` is 5s. */
export function meantDuration(text: string): string | undefined {
  // As Java and others write it: PT1M30S.
  const plain = text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^pt(?=\d)/, '');
  if (!whole.test(plain)) return undefined;
  let ms = 0;
  for (const [, amount, unit = ''] of plain.matchAll(new RegExp(part, 'g'))) {
    ms += Number(amount) * (units.find(([, words]) => words.test(unit))?.[0] ?? NaN);
  }
  return Number.isInteger(ms) && ms > 0 ? spelled(ms) : undefined;
}

function spelled(ms: number): string {
  if (ms % 60_000 === 0) return `${ms / 60_000}m`;
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

/** What to write instead of something that is no duration, where that can be told. */
export function durationAdvice(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return undefined;
  if (/^\d+(?:\.\d+)?$/.test(text))
    return `add its unit: ${text}s for seconds, ${text}ms for milliseconds`;
  const meant = meantDuration(text);
  return meant === undefined || meant === text ? undefined : `write it as ${meant}`;
}
