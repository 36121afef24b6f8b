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
