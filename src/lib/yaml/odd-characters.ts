/** A character that looks like one of YAML's, and is another one. */
export interface OddCharacter {
  /** Where it stands in the text. */
  readonly at: number;
  /** What it is, and what to type instead: `'：' is a full-width colon: type ':' instead`. */
  readonly advice: string;
}

/** What input methods for Chinese and Japanese, word processors and web pages put in place of ASCII. */
const lookalikes: Readonly<Record<string, string>> = {
  '、': ',',
  '。': '.',
  '【': '[',
  '】': ']',
  '〔': '[',
  '〕': ']',
  '「': '"',
  '」': '"',
  '『': '"',
  '』': '"',
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '«': '"',
  '»': '"',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '•': '-',
  '·': '-',
};

const words: Readonly<Record<string, string>> = {
  ':': 'colon',
  ',': 'comma',
  '.': 'full stop',
  '"': 'quote',
  "'": 'quote',
  '-': 'hyphen',
  '(': 'bracket',
  ')': 'bracket',
  '{': 'brace',
  '}': 'brace',
  '[': 'bracket',
  ']': 'bracket',
  '#': 'hash sign',
};

const spaces = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/;
const titleMark = /[《》〈〉]/;
const invisible = /[\u00AD\u200B-\u200D\u2060\uFEFF]/;
const odd =
  /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000\u00AD\u200B-\u200D\u2060\uFEFF\uFF01-\uFF5E、。《》〈〉【】〔〕「」『』“”„‟«»‘’‚‛‐‑–—−•·]/;

/** The first of them in a text that the parser did not understand. */
export function oddCharacterIn(text: string): OddCharacter | undefined {
  const found = odd.exec(text);
  return found === null ? undefined : { at: found.index, advice: adviceFor(found[0]) };
}

function adviceFor(character: string): string {
  if (invisible.test(character)) {
    return `there is an invisible character here (${codeOf(character)}): delete it and type the line again`;
  }
  if (spaces.test(character)) {
    return `there is a space here that is none (${codeOf(character)}): type an ordinary space instead`;
  }
  if (titleMark.test(character)) return `'${character}' is the bracket of a title: leave it out`;
  const ascii = lookalikes[character] ?? String.fromCharCode(character.charCodeAt(0) - 0xfee0);
  const word = words[ascii] ?? 'character';
  const sort = /["'-]/.test(ascii) ? 'typographic' : 'full-width';
  const quoted = ascii === "'" ? `"'"` : `'${ascii}'`;
  const more = ascii === ':' ? `${quoted} and a space` : quoted;
  return `'${character}' is a ${sort} ${word}: type ${more} instead`;
}

function codeOf(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
