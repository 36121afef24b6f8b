import type { Heard } from '../../lib/http/http-request.ts';

type Named = Pick<Heard, 'method' | 'url' | 'requestHeaders' | 'requestBody'>;

/**
 * What a request is called, whatever it is about: the action that it names in a header, its query or its form,
 * else its method and path with `{}` for each id.
 */
export function requestName({ method, url, requestHeaders, requestBody }: Named): string {
  const { pathname, searchParams } = new URL(url);
  const inHeader = Object.entries(requestHeaders).find(([name]) => name.endsWith('-action'))?.[1];
  const form = typeof requestBody === 'string' ? new URLSearchParams(requestBody) : undefined;
  const action = inHeader ?? searchParams.get('Action') ?? form?.get('Action');
  if (action !== undefined && action !== null && /^[A-Za-z]{3,60}$/.test(action)) return action;
  const parts = pathname.split('/').map((part) => (isWord(part) ? part : '{}'));
  return `${method} ${parts.join('/')}`;
}

/** A version or a word of the API; whatever else stands in a path is an id, an IP or a name. */
function isWord(part: string): boolean {
  return /^(?:v\d(?:\.\d+)?|[a-z]+(?:_[a-z]+)*(?:_?(?:v4|v6|ipv4|ipv6))?)?$/.test(part);
}
