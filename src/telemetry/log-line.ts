import { plainText } from '../core/plain-text.ts';
import { isRecord, parseJson } from '../lib/json.ts';

/** A line of the log for eyes: who, what and why in words, and what else there is beside it. */
export interface LogLine {
  readonly level: string;
  /** ISO 8601. */
  readonly time: string;
  readonly text: string;
}

/** What pino wrote, to be read by people. */
export function logLineOf(json: string): LogLine {
  const parsed = parseJson(json);
  const { level, time, msg, name: _name, pid: _pid, ...fields } = isRecord(parsed) ? parsed : {};
  const message = textOf(msg);
  const [sentence, rest] = message === 'done' ? ended(fields) : told(message, fields);
  const beside = Object.entries(rest).flatMap(([key, value]) =>
    value === null || value === undefined ? [] : [`${key}=${valueText(value)}`],
  );
  return { level: textOf(level), time: textOf(time), text: [sentence, ...beside].join(' ') };
}

type Fields = Readonly<Record<string, unknown>>;
/** A sentence, and what it does not say. */
type Told = readonly [sentence: string, rest: Fields];

function told(message: string, { address, reason, hint, ...rest }: Fields): Told {
  const who = address === undefined ? '' : `${textOf(address)}: `;
  const why = reason === undefined ? '' : `: ${textOf(reason)}`;
  const advice = hint === undefined ? '' : `. ${textOf(hint)}`;
  return [`${who}${message}${why}${advice}`, rest];
}

/** As `floatip history` says it: `web 203.0.113.10 lb1 → lb2 in 0.41 s`. */
function ended({ address, ip, from, to, names, outcome, durationMs, why, ...rest }: Fields): Told {
  const call = (node: unknown): string => {
    if (typeof node !== 'string') return 'nobody';
    return textOf(isRecord(names) ? (names[node] ?? node) : node);
  };
  const subject = [address, ip === address ? undefined : ip].flatMap((part) =>
    typeof part === 'string' ? [plainText(part)] : [],
  );
  const seconds = `${(Number(durationMs) / 1000).toFixed(2)} s`;
  const goal = outcome === 'released' ? 'nobody' : call(to);
  switch (outcome) {
    case 'moved':
    case 'released':
      return [[...subject, call(from), '→', goal, 'in', seconds].join(' '), rest];
    case 'already-held':
      return [[...subject, 'already at', goal].join(' '), rest];
    default:
      return told([...subject, textOf(outcome), 'after', seconds].join(' '), {
        ...rest,
        reason: why,
      });
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? plainText(value) : valueText(value);
}

/** Between quotes where it would not be told from what follows. */
function valueText(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? '';
  return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}
