import { percentilesOf } from '../../core/percentiles.ts';
import type { Percentiles } from '../../core/percentiles.ts';
import type { Answers, Overheard } from './ear.ts';

/** Something that a cloud did and the embedded one did not, or the other way round. */
export interface Difference {
  readonly cloud: string;
  readonly request: string;
  /** Of the answer, or `none` where no answer came. */
  readonly status: string;
  readonly what: 'request' | 'status' | 'field' | 'type' | 'word' | 'header' | 'missing';
  /** `action.region.sizes: array` */
  readonly detail: string;
  /** What the embedded cloud has in its place. */
  readonly embedded?: string;
}

export interface Compared {
  readonly cloud: string;
  readonly real: Overheard;
  readonly embedded: Overheard;
}

/** What was heard of a cloud, held against what was heard of the embedded one in the same drill. */
export function differencesOf({ cloud, real, embedded }: Compared): readonly Difference[] {
  const all: Difference[] = [];
  for (const [request, statuses] of real) {
    for (const [status, answers] of statuses) {
      const found = foundIn(status, answers, embedded.get(request));
      for (const one of found) all.push({ cloud, request, status, ...one });
    }
  }
  return all;
}

type Found = Pick<Difference, 'what' | 'detail' | 'embedded'>;

function foundIn(
  status: string,
  answers: Answers,
  known: ReadonlyMap<string, Answers> | undefined,
): readonly Found[] {
  if (known === undefined) {
    return [
      { what: 'request', detail: `${times(answers.count)}, and never in the embedded drill` },
    ];
  }
  const like = known.get(status);
  if (like === undefined) return [otherStatus(status, answers, [...known.keys()])];
  return [
    ...fieldsBeside(answers, like),
    ...wordsBeside(answers, like),
    ...headersBeside(answers, like),
  ];
}

function otherStatus(status: string, answers: Answers, known: readonly string[]): Found {
  const words = new Set<string>();
  for (const found of answers.words.values()) for (const one of found) words.add(one);
  const ids = [...words].slice(0, 10);
  const told = ids.length === 0 ? '' : ` (${ids.join(', ')})`;
  const what = status === 'none' ? 'not at all' : `status ${status}`;
  const detail = `${what}${told}, ${times(answers.count)}`;
  return { what: 'status', detail, embedded: known.join(', ') };
}

function fieldsBeside({ types }: Answers, like: Answers): readonly Found[] {
  const added = [...types].flatMap(([path, found]) => fieldBeside(path, found, like));
  const gone = [...like.types.keys()].filter(
    (path) => !path.endsWith('[]') && !types.has(path) && hasParent(path, { types }),
  );
  return [...added, ...gone.map((path): Found => ({ what: 'missing', detail: pathText(path) }))];
}

function fieldBeside(path: string, found: ReadonlySet<string>, like: Answers): readonly Found[] {
  const known = like.types.get(path);
  if (known === undefined) {
    // What is inside of something unknown is unknown as well.
    if (!hasParent(path, like)) return [];
    return [{ what: 'field', detail: `${pathText(path)}: ${[...found].join(' or ')}` }];
  }
  const news = [...found].filter((type) => !known.has(type));
  if (news.length === 0) return [];
  const detail = `${pathText(path)}: ${news.join(' or ')}`;
  return [{ what: 'type', detail, embedded: [...known].join(' or ') }];
}

/** Whether what a path is in is there, and may have something in it. */
function hasParent(path: string, { types }: Pick<Answers, 'types'>): boolean {
  if (path.endsWith('[]')) return types.get(path.slice(0, -2))?.has('array') === true;
  return types.get(path.replace(/\.?[^.]+$/, ''))?.has('object') === true;
}

function wordsBeside({ words }: Answers, like: Answers): readonly Found[] {
  return [...words].flatMap(([path, found]): Found[] => {
    const known = like.words.get(path);
    const news = [...found].filter((one) => known?.has(one) === false);
    if (known === undefined || news.length === 0) return [];
    const detail = `${pathText(path)}: ${news.join(', ')}`;
    return [{ what: 'word', detail, embedded: [...known].join(', ') }];
  });
}

function headersBeside({ headers }: Answers, like: Answers): readonly Found[] {
  const news = [...headers].filter((name) => !like.headers.has(name));
  return news.map((name) => ({ what: 'header', detail: name }));
}

function pathText(path: string): string {
  return path === '' ? 'the answer' : path;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

/** How long the answers to a request took. */
export function timesOf(statuses: ReadonlyMap<string, Answers>): Percentiles | undefined {
  return percentilesOf([...statuses.values()].flatMap(({ ms }) => ms));
}
