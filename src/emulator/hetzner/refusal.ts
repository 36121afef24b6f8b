import { json } from '../exchange.ts';
import type { CloudReply } from '../exchange.ts';

/** A request that Hetzner Cloud refuses, with the code that it has for that. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;

  constructor(code: string, message: string = wordsFor(code)) {
    super(message);
    this.code = code;
  }

  reply(headers: Readonly<Record<string, string>> = {}): CloudReply {
    const { code, message } = this;
    return json(statusOf(code), { error: { code, message, details: null } }, { ...headers });
  }
}

export function invalidInput(message: string): Refusal {
  return new Refusal('invalid_input', message);
}

export function notFound(what: string): Refusal {
  return new Refusal('not_found', `${what} not found`);
}

interface Known {
  readonly status: number;
  readonly message: string;
}

/** Codes of hcloud-go, hcloud/error.go, and the statuses that they come with. */
const known: Readonly<Record<string, Known>> = {
  json_error: { status: 400, message: 'invalid JSON in request' },
  unauthorized: { status: 401, message: 'the token you provided is invalid' },
  forbidden: { status: 403, message: 'insufficient permissions' },
  token_readonly: { status: 403, message: 'the token is only allowed to perform GET requests' },
  protected: { status: 403, message: 'the resource is protected' },
  not_found: { status: 404, message: 'resource not found' },
  conflict: { status: 409, message: 'the resource has changed during the request, please retry' },
  deprecated_api_endpoint: { status: 410, message: 'the functionality was removed' },
  invalid_input: { status: 422, message: 'invalid input' },
  floating_ip_assigned: { status: 422, message: 'the Floating IP is already assigned' },
  resource_unavailable: { status: 422, message: 'resource currently unavailable' },
  locked: { status: 423, message: 'item is locked (another action is running)' },
  resource_locked: { status: 423, message: 'the resource is locked, please contact support' },
  rate_limit_exceeded: { status: 429, message: 'rate limit exceeded' },
  server_error: { status: 500, message: 'error within the API backend' },
  service_error: { status: 500, message: 'generic service error' },
  unknown_error: { status: 500, message: 'unknown error' },
  bad_gateway: { status: 502, message: 'the request could not be answered, please retry' },
  maintenance: { status: 503, message: 'cannot perform operation due to maintenance' },
  timeout: { status: 504, message: 'the request could not be answered in time, please retry' },
};

function statusOf(code: string): number {
  return known[code]?.status ?? 422;
}

function wordsFor(code: string): string {
  return known[code]?.message ?? code;
}

/** What the API says with a status; nothing with one that never comes from it. */
export function usualRefusal(status: number): Refusal | undefined {
  const code = Object.entries(known).find(([, one]) => one.status === status)?.[0];
  return code === undefined ? undefined : new Refusal(code);
}
