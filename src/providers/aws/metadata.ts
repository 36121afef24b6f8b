import type { Http } from '../../lib/http/http.ts';
import { Failure } from '../../ports/failure.ts';

/** A path of the metadata service, below its root. */
export type Ask = (path: string) => Promise<{ readonly status: number; readonly body: string }>;

export const metadataRoot = '/latest/meta-data';
const requestMs = 2000;

export interface AskOptions {
  /** Base URL of the metadata service, without a path. */
  readonly metadata: string;
  /** A client in a session with it. */
  readonly http: Http;
  readonly signal: AbortSignal;
}

export function askMetadata({ metadata, http, signal }: AskOptions): Ask {
  return (path) =>
    http.send({ method: 'GET', url: `${metadata}${path}`, timeoutMs: requestMs, signal });
}

/** The text at a path; empty where there is none. Throws `transport` for an answer that is no answer. */
export async function textAt(ask: Ask, path: string): Promise<string> {
  const { status, body } = await ask(`${metadataRoot}/${path}`);
  if (status === 200) return body.trim();
  if (status === 404) return '';
  throw new Failure('transport', `it answered ${status} for ${path}`);
}

/** The lines at a path, without the slashes of folders. */
export async function linesAt(ask: Ask, path: string): Promise<readonly string[]> {
  const text = await textAt(ask, path);
  return text
    .split('\n')
    .map((line) => line.trim().replace(/\/$/, ''))
    .filter((line) => line !== '');
}
