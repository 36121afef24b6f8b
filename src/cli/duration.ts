const unitsMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const part = String.raw`\d+(?:\.\d+)?(?:ms|[smhd])`;
const whole = new RegExp(`^(?:${part})+$`);

/** Milliseconds that a duration such as 30s or 1h30m lasts; `undefined` for what is none. */
export function durationMs(text: string): number | undefined {
  if (!whole.test(text)) return undefined;
  let ms = 0;
  for (const [, amount, unit = ''] of text.matchAll(/([\d.]+)([a-z]+)/g)) {
    ms += Number(amount) * (unitsMs[unit] ?? NaN);
  }
  return ms;
}
