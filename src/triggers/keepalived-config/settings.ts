import type { Setting } from './position.ts';
import type { Statement } from './statements.ts';

/** The statements of a block that begin with one of these words. */
export function statementsNamed(
  block: readonly Statement[],
  ...keywords: readonly string[]
): readonly Statement[] {
  return block.filter(({ keyword }) => keywords.includes(keyword));
}

/** The value of a keyword; the last one counts. */
export function setting(block: readonly Statement[], keyword: string): Setting | undefined {
  const last = statementsNamed(block, keyword).at(-1);
  return last === undefined ? undefined : { value: last.args[0] ?? '', at: last.at };
}

/** The same for a number; nothing for what is none. */
export function numberSetting(
  block: readonly Statement[],
  keyword: string,
): Setting<number> | undefined {
  const found = setting(block, keyword);
  const value = Number(found?.value || Number.NaN);
  return found === undefined || Number.isNaN(value) ? undefined : { value, at: found.at };
}

/** A keyword that stands alone; `off`, `no` and `false` behind it take it back. */
export function flag(block: readonly Statement[], keyword: string): Setting<true> | undefined {
  const last = statementsNamed(block, keyword).at(-1);
  if (last === undefined || ['off', 'no', 'false'].includes(last.args[0] ?? '')) return undefined;
  return { value: true, at: last.at };
}

/** The lines in the block of a keyword, such as `virtual_ipaddress { … }`, each with its words. */
export function entries(
  block: readonly Statement[],
  ...keywords: readonly string[]
): readonly Setting<readonly string[]>[] {
  return statementsNamed(block, ...keywords).flatMap((owner) =>
    owner.block.map(({ keyword, args, at }) => ({ value: [keyword, ...args], at })),
  );
}

/** The first word of each of them, such as the names in `track_script { … }`. */
export function names(
  block: readonly Statement[],
  ...keywords: readonly string[]
): readonly Setting[] {
  return entries(block, ...keywords).map(({ value, at }) => ({ value: value[0] ?? '', at }));
}

/** Every word of them, as in `group { VI_1 VI_2 }`. */
export function allWords(
  block: readonly Statement[],
  ...keywords: readonly string[]
): readonly Setting[] {
  return entries(block, ...keywords).flatMap(({ value, at }) =>
    value.map((word) => ({ value: word, at })),
  );
}
