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

export function notFound(): Refusal {
  const message = 'The resource you were accessing could not be found.';
  return new Refusal(404, { id: 'not_found', message });
}

export function unprocessable(message: string): Refusal {
  return new Refusal(422, { id: 'unprocessable_entity', message });
}
