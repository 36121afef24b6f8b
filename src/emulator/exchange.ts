/** What travels between a socket and the cloud behind it, without any socket. */

export interface CloudRequest {
  /** The API or the metadata service of a cloud, by the name that the cloud gives it. */
  readonly service: string;
  readonly method: string;
  /** Without the query, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The query as it came, without its question mark: that is what gets signed. */
  readonly search: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The node that asks a metadata service, where it can be told. */
  readonly node: string | undefined;
}

export interface CloudReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What becomes of a request on the wire. */
export interface Effect {
  readonly latencyMs: number;
  readonly ending:
    | { readonly type: 'reply'; readonly reply: CloudReply }
    /** Headers and half of the body, then the connection breaks. */
    | { readonly type: 'truncate'; readonly reply: CloudReply }
    | { readonly type: 'reset' }
    | { readonly type: 'hang' };
}

export function json(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): CloudReply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

export function text(
  status: number,
  body: string,
  headers: Record<string, string> = {},
): CloudReply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body };
}
