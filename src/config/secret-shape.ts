/**
 * What was written around a secret by somebody who copied it from elsewhere: what it is, and what to do.
 * Nothing of the secret is in it.
 */
export function mistakeAround(text: string, mayBeUrl = false): string | undefined {
  const value = text.trim();
  if (isPlain(value) || (oneWord.test(value) && !doubtful.test(value))) return undefined;
  const mistake = assignmentIn(value);
  if (mistake !== undefined) return mistake;
  const known = mayBeUrl && /^https?:\/\//i.test(value) ? mistakes : [...mistakes, ...notUrls];
  for (const [pattern, told] of known) if (pattern.test(value)) return told;
  return undefined;
}

/**
 * What most secrets are: a word, many of its characters digits. It is no mistake of those below, the making of
 * whose patterns takes more time than all else that is done with a secret.
 */
function isPlain(value: string): boolean {
  return plain.test(value) && !value.toLowerCase().startsWith('your');
}

/** V8 takes five times as long for a pattern that ignores case. */
const plain = /^(?=(?:[A-Za-z_]*\d){6})\w{20,}$/;

/** Of one word, only those few mistakes can be made that are made of letters. */
const oneWord = /^\w+$/;
const doubtful =
  /your|change|replace|insert|enter|paste|todo|tbd|fixme|placeholder|none|null|undefined|xxx/i;

const assignment = /^(?:export\s+|set\s+|declare\s+-x\s+)?([A-Za-z_]\w*)\s*=(.*)$/s;

function assignmentIn(value: string): string | undefined {
  const [, name, rest = ''] = assignment.exec(value) ?? [];
  // The padding of base64 is no assignment.
  if (name === undefined || /^=*$/.test(rest)) return undefined;
  return variable.test(name)
    ? `holds an assignment, ${name}=…: leave ${name}= out`
    : 'holds an assignment, with a name and = in front: leave them out';
}

/** Names that may be printed, as no secret looks like them. */
const variable = /^[A-Z]{2,}(?:_[A-Z]+)+$/;

const unfilled = 'holds a placeholder that nobody has filled in';

const mistakes: readonly (readonly [RegExp, string])[] = [
  [/^authorization\s*:/i, 'holds a header, Authorization: …: leave all but the secret out'],
  [/^(?:bearer|token|basic)\s/i, 'begins with Bearer or the like: leave that word out'],
  [/^["'`“”‘’].*["'`“”‘’]$/s, 'stands in quotes: leave them out'],
  [/^["'`“”‘’]|["'`“”‘’]$/, 'has a quote at one end: leave it out'],
  [/^\$\{?\w+\}?$/, 'holds the name of a variable that nobody has filled in'],
  [/^<.*>$/, unfilled],
  [/^your[-_ ]/i, unfilled],
  [/^<?(?:change|replace|insert|enter|paste)[-_ ]?(?:me|this|here)\b/i, unfilled],
  [/^(?:todo|tbd|fixme|placeholder|none|null|undefined)$/i, unfilled],
  [/^(?:[A-Za-z]+(?:_v1_)?)?(?:x{3,}|\*{3,}|\.{3,}|…)$/i, unfilled],
  [
    /^(?:ENC\[|\$ANSIBLE_VAULT|vault:|age-encryption)/,
    'holds a secret that is encrypted: decrypt it',
  ],
  [/^-----BEGIN /, 'holds a key or a certificate of another sort'],
  [
    /^[~.]?\/(?:etc|run|root|home|var|opt|tmp|usr)\/\S+$/,
    'holds the path of a file, not what is in it',
  ],
  [/^\{\s*"/, 'holds JSON: leave all but the secret out'],
  [/^#|\s#\s/, 'holds a comment: leave it out'],
  [/\0|\uFFFD/, 'is not in UTF-8: save it as UTF-8'],
  [/[,;%]$/, 'has a comma, a semicolon or a percent sign at its end: leave that out'],
  [/\\n$/, String.raw`ends with the two characters \n: leave them out`],
];

/** What any URL looks like as well. */
const notUrls: typeof mistakes = [
  [/^[a-z][\w+.-]*:\/\//i, 'holds an address where a secret is kept: put the secret itself there'],
  [/^[\w-]+\s*:\s*\S/, 'holds a key and a colon in front: leave them out'],
];
