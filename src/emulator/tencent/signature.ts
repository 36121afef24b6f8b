import { createHash, createHmac } from 'node:crypto';

import type { CloudRequest } from '../exchange.ts';
import { Refusal } from './refusal.ts';

/** Signature method v3, TC3-HMAC-SHA256: cloud.tencent.com/document/api/215/15693. */

/** What an `Authorization` header says. */
export interface Authorization {
  readonly secretId: string;
  /** The UTC day of the signature. */
  readonly date: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const form =
  /^TC3-HMAC-SHA256 Credential=([^/\s]+)\/(\d{4}-\d\d-\d\d)\/([^/\s]+)\/tc3_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

/** Throws for a header that is not there, is malformed, or leaves out what has to be signed. */
export function authorizationOf({ headers }: CloudRequest): Authorization {
  const found = form.exec(headers['authorization'] ?? '');
  if (found === null) throw new Refusal('AuthFailure.InvalidAuthorization');
  const [, secretId = '', date = '', service = '', signed = '', signature = ''] = found;
  const signedHeaders = signed.split(';');
  if (!signedHeaders.includes('content-type') || !signedHeaders.includes('host')) {
    throw new Refusal('AuthFailure.InvalidAuthorization');
  }
  return { secretId, date, service, signedHeaders, signature };
}

export interface Signing {
  readonly secretKey: string;
  /** Seconds since 1970, as the request says. */
  readonly timestamp: number;
}

/** The signature that a request has to carry. */
export function signatureOf(
  request: CloudRequest,
  { date, service, signedHeaders }: Authorization,
  { secretKey, timestamp }: Signing,
): string {
  const scope = `${date}/${service}/tc3_request`;
  const hashed = sha256(canonicalRequest(request, signedHeaders));
  const toSign = ['TC3-HMAC-SHA256', timestamp, scope, hashed].join('\n');
  // The SDK takes the service from its endpoint, so that behind another host anything comes here.
  const key = hmac(hmac(hmac(`TC3${secretKey}`, date), service), 'tc3_request');
  return hmac(key, toSign).toString('hex');
}

/** The UTC day of a timestamp, as signatures have it. */
export function dayOf(timestamp: number): string {
  return new Date(timestamp * 1000).toISOString().slice(0, 10);
}

function canonicalRequest(request: CloudRequest, signedHeaders: readonly string[]): string {
  const headers = signedHeaders.map((name) => `${name}:${canonicalValue(request, name)}\n`);
  const query = request.method === 'GET' ? request.search : '';
  return [
    request.method,
    '/',
    query,
    headers.join(''),
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n');
}

function canonicalValue({ headers }: CloudRequest, name: string): string {
  const value = (headers[name] ?? '').trim().toLowerCase();
  // The SDK signs `URL.hostname`, which has no port, and sends `URL.host`, which may have one.
  return name === 'host' ? value.replace(/:\d+$/, '') : value;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
