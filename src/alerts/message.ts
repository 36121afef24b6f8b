import type { Language } from '../core/alert.ts';
import type { Alert } from './alert.ts';
import { texts } from './texts/languages.ts';
import type { Loss } from './texts/texts.ts';
import { timeOf } from './texts/words.ts';

/** What a channel sends at once: one alert, or several of them as one. */
export interface Message {
  /** At least one. */
  readonly alerts: readonly Alert[];
  readonly title: string;
  readonly lines: readonly string[];
  readonly language: Language;
}

export interface Contents {
  readonly alerts: readonly Alert[];
  readonly language: Language;
  /** How many alerts there was no room for. */
  readonly dropped?: number;
  /** What other messages have not got through. */
  readonly losses?: readonly Loss[];
}

/** Puts alerts into words. */
export function messageOf(contents: Contents): Message {
  const { alerts, language, dropped = 0, losses = [] } = contents;
  const own = texts[language];
  const notes = [
    ...(dropped > 0 ? [own.dropped(dropped)] : []),
    ...losses.map((loss) => own.undelivered(loss)),
  ];
  const [first] = alerts;
  if (first === undefined) return { alerts, language, title: '', lines: notes };
  if (alerts.length > 1) {
    const title = own.digest(alerts.length + dropped, first.host);
    return { alerts, language, title, lines: [...digestOf(alerts, language), ...notes] };
  }
  const lines = [...own.details(first), own.place(first, timeOf(first.at)), ...notes];
  return { alerts, language, title: own.title(first), lines };
}

/** In a digest the others are counted. */
const mostTitles = 10;

function digestOf(alerts: readonly Alert[], language: Language): readonly string[] {
  const { kinds, title, more } = texts[language];
  const counts = new Map<string, number>();
  for (const { kind } of alerts) counts.set(kinds[kind], (counts.get(kinds[kind]) ?? 0) + 1);
  const sums = [...counts].map(([kind, count]) => `${kind}: ${count}`).join(', ');
  const titles = alerts.slice(-mostTitles).map((alert) => `- ${title(alert)}`);
  const rest = alerts.length - titles.length;
  return [sums, ...(rest > 0 ? [more(rest)] : []), ...titles];
}
