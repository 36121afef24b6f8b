import { normaliseIp } from './ip.ts';

export interface IpMistake {
  /** What there is beside the IP address, in words. */
  readonly what: string;
  /** The address without it. */
  readonly ip: string;
}

/** The IP address that a text means which is none, and what is too much about it. */
export function ipMistake(text: string): IpMistake | undefined {
  const plain = text.trim().normalize('NFKC').replaceAll('。', '.').replaceAll('．', '.');
  for (const { what, strip } of mistakes) {
    const stripped = strip(plain);
    const ip = stripped === undefined ? undefined : normaliseIp(stripped);
    if (ip !== undefined) return { what, ip };
  }
  return undefined;
}

interface Kind {
  readonly what: string;
  /** The rest of a text with this mistake; `undefined` for another one. */
  strip(text: string): string | undefined;
}

const mistakes: readonly Kind[] = [
  { what: 'blanks around it, or characters of full width', strip: (text) => text },
  { what: 'a prefix length', strip: (text) => before(text, /\/\d+$/) },
  { what: 'a network mask', strip: (text) => before(text, /\/\d+\.\d+\.\d+\.\d+$/) },
  { what: 'a zone', strip: (text) => before(text, /%[^/\]]+$/) },
  { what: 'a zone and a prefix length', strip: (text) => before(text, /%[^/]+\/\d+$/) },
  { what: 'a port', strip: (text) => /^\[([^\]%]*)(?:%[^\]]*)?\]:\d+$/.exec(text)?.[1] },
  { what: 'a port', strip: (text) => /^([^:]*):\d+$/.exec(text)?.[1] },
  { what: 'brackets around it', strip: (text) => /^\[([^\]%]*)(?:%[^\]]*)?\]$/.exec(text)?.[1] },
  {
    what: 'a URL around it',
    strip: (text) => /^[a-z]+:\/\/\[?([^/\]]+?)\]?(?::\d+)?(?:\/.*)?$/i.exec(text)?.[1],
  },
  {
    what: 'a comma, a full stop or quotes',
    strip: (text) => text.replaceAll(/^["']+|["',;.]+$/g, ''),
  },
  {
    what: 'zeros in front of its numbers',
    strip: (text) => (/^[\d.]+$/.test(text) ? text.replaceAll(/(^|\.)0+(?=\d)/g, '$1') : undefined),
  },
];

/** The text without what the pattern finds, where it finds something. */
function before(text: string, pattern: RegExp): string | undefined {
  return pattern.test(text) ? text.replace(pattern, '') : undefined;
}

/** What to write where an IP address is wanted, in words; nothing where nothing is known of the mistake. */
export function ipAdvice(text: string): string | undefined {
  const given = text.trim();
  const [first = ''] = given.split(/[,;\s]+/);
  if (first !== given.replace(/[,;]$/, '') && normaliseIp(first) !== undefined)
    return 'give one IP only';
  const mistake = ipMistake(given);
  if (mistake !== undefined) {
    return `leave ${mistake.what.replace(/^(?:an? )?/, 'the ')} out: ${mistake.ip}`;
  }
  if (/^(?:\d{1,3}\.){3}\d{1,3}$/.test(given)) return 'each of its four numbers is 255 at most';
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\.?$/i.test(given)
    ? 'a host name is not looked up: write the IP that it stands for'
    : undefined;
}

/** An IPv4 address that was written as the one number that it is to a computer. */
export function ipOfNumber(number: number): string | undefined {
  if (!Number.isInteger(number) || number < 0x01_00_00_00 || number > 0xff_ff_ff_ff)
    return undefined;
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff).join('.');
}
