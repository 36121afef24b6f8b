import type { Heard } from '../../lib/http/http-request.ts';
import { parseJson } from '../../lib/json.ts';
import { createHush } from './hush.ts';
import type { Hush } from './hush.ts';
import { requestName } from './request-name.ts';
import { createShapeBook } from './shape.ts';
import type { Shape, ShapeBook } from './shape.ts';

/** The answers to one request that had the same status. */
export interface Answers extends Shape {
  readonly count: number;
  /** Names of headers that tell of limits and of who answered. */
  readonly headers: ReadonlySet<string>;
  /** How long they took, in milliseconds. */
  readonly ms: readonly number[];
}

/** By the name of a request and its status, or `none` where no answer came. */
export type Overheard = ReadonlyMap<string, ReadonlyMap<string, Answers>>;

/** Hears all that a cloud is asked and says, and keeps of it only what may be handed to somebody else. */
export interface Ear {
  readonly listen: (cloud: string, heard: Heard) => void;
  /** Replaces the secrets that were heard. */
  readonly hush: Hush;
  /** What was heard of a cloud. */
  of(cloud: string): Overheard;
}

interface Gathered extends ShapeBook {
  count: number;
  readonly headers: Set<string>;
  readonly ms: number[];
}

const tellingHeader = /rate-?limit|retry-after|request-?id/i;
/** More sorts of requests than this are not of floatip's making. */
const mostRequests = 100;

export function createEar(): Ear {
  const hush = createHush();
  const clouds = new Map<string, Map<string, Map<string, Gathered>>>();
  return {
    hush,
    listen(cloud, heard) {
      hush.note(heard);
      if (heard.isGivenUp) return;
      const requests = within(clouds, cloud, () => new Map<string, Map<string, Gathered>>());
      const name = requestName(heard);
      if (!requests.has(name) && requests.size >= mostRequests) return;
      const statuses = within(requests, name, () => new Map<string, Gathered>());
      const answers = within(statuses, heard.code, () => gatherFrom(hush));
      answers.count += 1;
      answers.ms.push(Math.round(heard.ms));
      for (const header of Object.keys(heard.headers)) {
        if (tellingHeader.test(header)) answers.headers.add(header);
      }
      if (heard.code !== 'none') answers.add(contentOf(heard.body));
    },
    of: (cloud) => clouds.get(cloud) ?? new Map(),
  };
}

function gatherFrom(hush: Hush): Gathered {
  return { ...createShapeBook(hush), count: 0, headers: new Set(), ms: [] };
}

function within<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

/** What is no JSON is told by what it looks like. */
function contentOf(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  const parsed = parseJson(body);
  if (parsed !== undefined) return parsed;
  if (body.trim() === '') return { '(no body)': true };
  return /^\s*<(?:!doctype html|html)/i.test(body) ? { '(a page)': true } : { '(a text)': true };
}
