import type { Address } from '../core/address.ts';
import { ipMistake } from '../core/ip-mistake.ts';
import { Failure } from '../ports/failure.ts';
import { kindOfId } from '../providers/clouds.ts';
import type { CloudDescription } from '../providers/description.ts';

/** What is wrong with a word of the command line that is no name, no IP and no id. */
export function unknownAddress(
  text: string,
  configured: readonly Address[],
  clouds: readonly CloudDescription[],
): Failure {
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
  const typed = typedOtherwise(text, clouds) ?? listOf(text, configured);
  if (typed !== undefined) return typed;
  if (configured.length === 0 || /^[\d.:a-f]*[.:][\d.:a-f]*$/i.test(text)) {
    return new Failure('usage', `'${text}' is not an IP address${otherThan(text, clouds)}`, {
      hint: 'Write an IPv4 address such as 203.0.113.10, or an IPv6 address such as 2001:db8::10',
    });
  }
  const names = configured.map((address) => address.name).join(', ');
  const all = text === 'all' || text === '*' ? '; for all of them, say --all' : '';
  const message = `No address in the config is called '${text}'${otherThan(text, clouds)}`;
  return new Failure('missing', message, { hint: `Use one of ${names}, or an IP${all}` });
}

/** What an editor, a chat or a shell has made of something else. */
function typedOtherwise(text: string, clouds: readonly CloudDescription[]): Failure | undefined {
  if (kindOfId(text.toLowerCase(), clouds) !== undefined) {
    return new Failure('usage', `'${text}' is an id in capitals`, {
      hint: `Write it as the cloud does: ${text.toLowerCase()}`,
    });
  }
  const option = /^[-\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]+([a-z][a-z-]*)$/u.exec(text)?.[1];
  if (option !== undefined) {
    return new Failure('usage', `'${text}' begins with dashes that are no hyphens`, {
      hint: `Type the hyphens anew: --${option}`,
    });
  }
  if (!/^\$\{?\w+\}?$/.test(text)) return undefined;
  return new Failure('usage', `'${text}' is a variable that the shell has left as it is`, {
    hint: 'Write it in double quotes, or in none',
  });
}

/** Several words that were written as one. */
function listOf(text: string, configured: readonly Address[]): Failure | undefined {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const isKnown = (word: string): boolean =>
    ipMistake(word) !== undefined || configured.some(({ name }) => name === word);
  if (words.length < 2 || !words.every(isKnown)) return undefined;
  const message = `'${text}' is several addresses in one word`;
  const hint = `Write blanks between them, and no quotes around: ${words.join(' ')}`;
  return new Failure('usage', message, { hint });
}

/** What it is instead, where that is to be seen. */
function otherThan(text: string, clouds: readonly CloudDescription[]): string {
  if (text === 'help') return ': the help is behind --help';
  if (/^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(text)) return ': it is the MAC of a network card';
  if (clouds.some(({ node }) => node.looksLikeId(text))) {
    return ': a node stands behind --to or --from';
  }
  if (clouds.some(({ otherIds }) => otherIds?.test(text) === true)) {
    return ': it is the id of something else';
  }
  const isHost = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}$/i.test(text);
  return isHost ? ': it is the name of a host, which floatip does not look up' : '';
}
