import { kindOfId } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import { ipMistake } from '../core/ip-mistake.ts';
import { Failure } from '../ports/failure.ts';

/** What is wrong with a word of the command line that is no name, no IP and no id. */
export function unknownAddress(text: string, configured: readonly Address[]): Failure {
  if (text.trim() === '') {
    return new Failure('usage', 'One of the words is empty where an address is wanted', {
      hint: 'Look whether a variable of the script is empty',
    });
  }
  const mistake = ipMistake(text);
  if (mistake !== undefined) {
    return new Failure('usage', `'${text}' is an IP address with ${mistake.what}`, {
      hint: `Write only the address: ${mistake.ip}`,
    });
  }
  if (kindOfId(text.toLowerCase()) !== undefined) {
    return new Failure('usage', `'${text}' is an id in capitals`, {
      hint: `Write it as the cloud does: ${text.toLowerCase()}`,
    });
  }
  const named = text.includes(',') ? listOf(text, configured) : undefined;
  if (named !== undefined) return named;
  if (configured.length === 0 || /^[\d.:a-f]*[.:][\d.:a-f]*$/i.test(text)) {
    return new Failure('usage', `'${text}' is not an IP address${otherThan(text)}`, {
      hint: 'Write an IPv4 address such as 203.0.113.10, or an IPv6 address such as 2001:db8::10',
    });
  }
  const names = configured.map((address) => address.name).join(', ');
  const all = text === 'all' || text === '*' ? '; for all of them, say --all' : '';
  const message = `No address in the config is called '${text}'${otherThan(text)}`;
  return new Failure('missing', message, { hint: `Use one of ${names}, or an IP${all}` });
}

/** Several words that were written as one. */
function listOf(text: string, configured: readonly Address[]): Failure | undefined {
  const words = text.split(',').filter((word) => word !== '');
  const isKnown = (word: string): boolean =>
    ipMistake(word) !== undefined || configured.some(({ name }) => name === word);
  if (!words.every(isKnown)) return undefined;
  return new Failure('usage', `'${text}' is a list with commas`, {
    hint: `Write blanks between the addresses: ${words.join(' ')}`,
  });
}

/** What it is instead, where that is to be seen. */
function otherThan(text: string): string {
  if (/^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(text)) return ': it is the MAC of a network card';
  if (/^(?:\d{5,}|ins-[a-z0-9]+)$/.test(text)) return ': a node stands behind --to or --from';
  if (/^(?:eni|vpc|lb|subnet)-[a-z0-9]+$/.test(text)) return ': it is the id of something else';
  const isHost = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}$/i.test(text);
  return isHost ? ': it is the name of a host, which floatip does not look up' : '';
}
