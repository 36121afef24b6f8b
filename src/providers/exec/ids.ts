/** A name of a node: whatever the program calls it, in one word. */
export function isNodeName(text: string): boolean {
  return /^[^\s\p{C}]{1,128}$/u.test(text);
}
