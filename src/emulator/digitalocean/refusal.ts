import { json } from '../exchange.ts';
import type { CloudReply } from '../exchange.ts';

interface RefusalWords {
  readonly id: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that DigitalOcean refuses, in its own words. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, { id, message, headers = {} }: RefusalWords) {
    super(message);
    this.status = status;
    this.id = id;
    this.headers = headers;
  }

  reply(requestId: string): CloudReply {
    return json(
      this.status,
      { id: this.id, message: this.message, request_id: requestId },
      this.headers,
    );
  }
}

export function unprocessable(message: string): Refusal {
  return new Refusal(422, { id: 'unprocessable_entity', message });
}

export function notFound(): Refusal {
  return new Refusal(404, words[404]);
}

/** What the API says with a status; nothing with one that never comes from it. */
export function usualRefusal(
  status: number,
  headers: Readonly<Record<string, string>>,
): Refusal | undefined {
  const usual = Object.entries(words).find(([known]) => Number(known) === status)?.[1];
  return usual && new Refusal(status, { ...usual, headers });
}

export const words = {
  400: { id: 'bad_request', message: 'The request is malformed.' },
  401: { id: 'unauthorized', message: 'Unable to authenticate you.' },
  403: { id: 'forbidden', message: 'You are not authorized to perform this operation.' },
  404: { id: 'not_found', message: 'The resource you were accessing could not be found.' },
  409: { id: 'conflict', message: 'The resource is being changed.' },
  422: { id: 'unprocessable_entity', message: 'The request cannot be carried out.' },
  423: { id: 'locked', message: 'The resource is locked.' },
  429: { id: 'too_many_requests', message: 'API rate limit exceeded.' },
  500: { id: 'server_error', message: 'Unexpected server-side error.' },
  503: { id: 'service_unavailable', message: 'Server is unavailable.' },
} as const satisfies Readonly<Record<number, RefusalWords>>;
