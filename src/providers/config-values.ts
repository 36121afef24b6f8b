import * as v from 'valibot';

import { normaliseIp } from '../core/ip.ts';
import { pathWords } from '../core/path-words.ts';

/** What stands in the config file of any cloud, as schemas. IPs come out in their one spelling. */

export const ip = ipOf('an IP address', (candidate) => normaliseIp(candidate) !== undefined);
export const ipv4 = ipOf(
  'an IPv4 address such as 203.0.113.10',
  (candidate) => normaliseIp(candidate)?.includes('.') === true,
);
export const ipv6 = ipOf(
  'an IPv6 address such as 2001:db8::10',
  (candidate) => normaliseIp(candidate)?.includes(':') === true,
);

export const absolutePath = v.pipe(
  v.string(),
  v.regex(/^\//, ({ input }) => pathWords(input)),
);

export const interfaceName = v.pipe(
  v.string(),
  v.regex(/^[^\s/]{1,15}$/, 'an interface such as eth0'),
);

/** A program by its absolute path, with its arguments: no shell reads them. */
export function argvLike(example: string): v.GenericSchema<string[]> {
  return v.pipe(
    v.array(v.string(), `a list of words such as ${example}`),
    v.check(
      ([program = '']) => program.startsWith('/'),
      'a list that begins with the absolute path of a program',
    ),
    v.check((words) => !words.some((word) => word.includes('\0')), 'words without a NUL'),
  );
}

/** An id as the cloud spells it. */
export function idLike(pattern: RegExp, example: string): v.GenericSchema<string> {
  return v.pipe(v.string(), v.regex(pattern, `an id such as ${example}`));
}

function ipOf(words: string, isOne: (text: string) => boolean): v.GenericSchema<string> {
  return v.pipe(
    v.string(words),
    v.check(isOne, words),
    v.transform((text) => normaliseIp(text) ?? text),
  );
}
