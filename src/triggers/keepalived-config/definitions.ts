/** `$NAME=value`, and what becomes of `$NAME` and `${NAME}` in the lines below it. */
export interface Definitions {
  /** Takes a line that defines something. Whether it did. */
  define(line: string): boolean;
  /** The lines that a line stands for: more than one where a definition has several. */
  expand(line: string): readonly string[];
}

export function createDefinitions(): Definitions {
  const known = new Map<string, string>();
  let open: string | undefined;
  const extend = (name: string, part: string): void => {
    const goesOn = part.endsWith('\\');
    const before = known.get(name);
    const text = goesOn ? part.slice(0, -1).trimEnd() : part;
    known.set(name, before === undefined || before === '' ? text : `${before}\n${text}`);
    open = goesOn ? name : undefined;
  };
  return {
    define(line) {
      if (open !== undefined) {
        extend(open, line);
        return true;
      }
      const [, name, value = ''] = definition.exec(line) ?? [];
      if (name === undefined) return false;
      known.delete(name);
      extend(name, value);
      return true;
    },
    expand(line) {
      let text = line;
      // A definition may name another one; one that names itself would go on for ever.
      for (let round = 0; round < maxRounds; round += 1) {
        const next = text.replaceAll(use, (whole, braced?: string, plain?: string) => {
          return known.get(braced ?? plain ?? '') ?? whole;
        });
        if (next === text) break;
        text = next;
      }
      return text.split('\n');
    },
  };
}

const maxRounds = 20;
/** keepalived 2.2.7 takes no blank before the `=`. */
const definition = /^\$([A-Za-z_]\w*)=[ \t]*(.*)$/;
const use = /\$(?:\{(\w+)\}|(\w+))/g;
