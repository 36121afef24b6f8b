/**
 * What was written around a secret by somebody who copied it from elsewhere: what it is, and what to do.
 * Nothing of the secret is in it.
 */
export function mistakeAround(text: string): string | undefined {
  const value = text.trim();
  const mistake = assignmentIn(value);
  if (mistake !== undefined) return mistake;
  for (const [pattern, told] of mistakes) if (pattern.test(value)) return told;
  return undefined;
}

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

const mistakes: readonly (readonly [RegExp, string])[] = [
  [/^authorization\s*:/i, 'holds a header, Authorization: …: leave all but the secret out'],
  [/^(?:bearer|token|basic)\s/i, 'begins with Bearer or the like: leave that word out'],
  [/^["'`“”‘’].*["'`“”‘’]$/s, 'stands in quotes: leave them out'],
  [/^["'`“”‘’]|["'`“”‘’]$/, 'has a quote at one end: leave it out'],
  [/^\$\{?\w+\}?$/, 'holds the name of a variable that nobody has filled in'],
  [/^<.*>$/, 'holds a placeholder that nobody has filled in'],
  [/^your[-_ ]/i, 'holds a placeholder that nobody has filled in'],
  [/^\{\s*"/, 'holds JSON: leave all but the secret out'],
  [/^[\w-]+\s*:\s+\S/, 'holds a key and a colon in front: leave them out'],
  [/\\n$/, String.raw`ends with the two characters \n: leave them out`],
];
