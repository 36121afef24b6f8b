import type { CloudReply } from '../exchange.ts';
import { document } from './xml.ts';

/** A request that AWS refuses, with the code that it has for that. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;

  constructor(code: string, message: string = wordsFor(code)) {
    super(message);
    this.code = code;
  }

  reply(
    requestId: string,
    { isSts = false, headers = {} }: { isSts?: boolean; headers?: Record<string, string> } = {},
  ): CloudReply {
    const { code, message } = this;
    const error = { Code: code, Message: message };
    const body = isSts
      ? document('ErrorResponse', { Error: { Type: 'Sender', ...error }, RequestId: requestId })
      : document('Response', { Errors: { Error: error }, RequestID: requestId });
    return {
      status: statusOf(code),
      headers: { 'content-type': 'text/xml;charset=UTF-8', ...headers },
      body,
    };
  }
}

export function missingParameter(name: string): Refusal {
  return new Refusal('MissingParameter', `The request must contain the parameter ${name}`);
}

export function invalidValue(message: string): Refusal {
  return new Refusal('InvalidParameterValue', message);
}

interface Known {
  readonly status: number;
  readonly message: string;
}

/** EC2 Developer Guide, "Error codes"; getmoto/moto, ec2/exceptions.py. What is not here has status 400. */
const known: Readonly<Record<string, Known>> = {
  MissingAuthenticationToken: { status: 403, message: 'Request is missing Authentication Token' },
  IncompleteSignature: {
    status: 400,
    message: 'The request signature does not conform to AWS standards',
  },
  AuthFailure: {
    status: 401,
    message: 'AWS was not able to validate the provided access credentials',
  },
  InvalidClientTokenId: {
    status: 403,
    message: 'The security token included in the request is invalid.',
  },
  SignatureDoesNotMatch: {
    status: 403,
    message:
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
  },
  RequestExpired: { status: 400, message: 'Request has expired.' },
  ExpiredToken: {
    status: 403,
    message: 'The security token included in the request is expired',
  },
  AccessDenied: { status: 403, message: 'User is not authorized to perform: sts:AssumeRole' },
  UnauthorizedOperation: {
    status: 403,
    message: 'You are not authorized to perform this operation.',
  },
  DryRunOperation: {
    status: 412,
    message: 'Request would have succeeded, but DryRun flag is set.',
  },
  RequestLimitExceeded: { status: 503, message: 'Request limit exceeded.' },
  InternalError: { status: 500, message: 'An internal error has occurred' },
  Unavailable: { status: 503, message: 'The service is unavailable. Please try again shortly.' },
  InvalidAction: {
    status: 400,
    message: 'The action or operation requested is not valid.',
  },
};

function statusOf(code: string): number {
  return known[code]?.status ?? 400;
}

function wordsFor(code: string): string {
  return known[code]?.message ?? code;
}

/** What the API says with a status; nothing with one that never comes from it. */
export function usualRefusal(status: number): Refusal | undefined {
  const codes: Readonly<Record<number, string>> = {
    400: 'InvalidParameterValue',
    401: 'AuthFailure',
    403: 'UnauthorizedOperation',
    500: 'InternalError',
    503: 'Unavailable',
  };
  const code = codes[status];
  return code === undefined ? undefined : new Refusal(code);
}
