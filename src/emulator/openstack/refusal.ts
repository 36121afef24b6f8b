import { json } from '../exchange.ts';
import type { CloudReply } from '../exchange.ts';

/** A request that Neutron refuses, by the name that it has for that. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly type: string;

  constructor(type: string, message: string = wordsFor(type)) {
    super(message);
    this.type = type;
  }

  reply(headers: Readonly<Record<string, string>> = {}): CloudReply {
    const { type, message } = this;
    if (type === 'Unauthorized') return unauthorized(message, headers);
    const body = { NeutronError: { type, message, detail: '' } };
    return json(statusOf(type), body, { ...headers });
  }
}

/** A token or a credential that nobody knows: refused by Keystone, or by what asks it in front of Neutron. */
export function unauthorized(
  message = wordsFor('Unauthorized'),
  headers: Readonly<Record<string, string>> = {},
): CloudReply {
  const body = { error: { code: 401, title: 'Unauthorized', message } };
  return json(401, body, { 'www-authenticate': 'Keystone uri="/identity"', ...headers });
}

export function badRequest(message: string): Refusal {
  return new Refusal('HTTPBadRequest', message);
}

interface Known {
  readonly status: number;
  readonly message: string;
}

/** Names of neutron-lib's exceptions and of its web framework, with the statuses that they come with. */
const known: Readonly<Record<string, Known>> = {
  HTTPBadRequest: { status: 400, message: 'The server could not comply with the request' },
  BadRequest: { status: 400, message: 'Bad floatingip request' },
  Unauthorized: { status: 401, message: 'The request you have made requires authentication.' },
  PolicyNotAuthorized: { status: 403, message: 'It is disallowed by policy' },
  HTTPNotFound: { status: 404, message: 'The resource could not be found.' },
  FloatingIPNotFound: { status: 404, message: 'Floating IP could not be found' },
  PortNotFound: { status: 404, message: 'Port could not be found.' },
  ExternalGatewayForFloatingIPNotFound: {
    status: 404,
    message: 'The external network is not reachable from the subnet of the port.',
  },
  InUse: { status: 409, message: 'The resource is in use.' },
  FloatingIPPortAlreadyAssociated: {
    status: 409,
    message: 'Cannot associate floating IP, as that fixed IP already has a floating IP.',
  },
  RevisionNumberConstraintFailed: { status: 412, message: 'The revision is another one.' },
  OverLimit: { status: 429, message: 'Too many requests.' },
  HTTPInternalServerError: { status: 500, message: 'Request Failed: internal server error.' },
  HTTPBadGateway: { status: 502, message: 'Bad gateway.' },
  ServiceUnavailable: { status: 503, message: 'The service is unavailable.' },
  HTTPGatewayTimeout: { status: 504, message: 'Gateway timeout.' },
};

function statusOf(type: string): number {
  return known[type]?.status ?? 409;
}

function wordsFor(type: string): string {
  return known[type]?.message ?? type;
}

/** What the API says with a status; nothing with one that never comes from it. */
export function usualRefusal(status: number): Refusal | undefined {
  const type = Object.entries(known).find(([, one]) => one.status === status)?.[0];
  return type === undefined ? undefined : new Refusal(type);
}
