import { createHash, createHmac } from 'node:crypto';

import type { CloudRequest } from '../exchange.ts';
import { Refusal } from './refusal.ts';

/** Signature Version 4 (IAM User Guide, "Create a signed AWS API request"). */

/** What an `Authorization` header says. */
export interface Authorization {
  readonly accessKeyId: string;
  /** The UTC day of the signature: 20261129. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const form =
  /^AWS4-HMAC-SHA256 Credential=([^/\s,]+)\/(\d{8})\/([^/\s]+)\/([^/\s]+)\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/;

/** What has to be signed, as far as it is there. */
const needed = ['host', 'x-amz-date', 'x-amz-security-token', 'content-type'];

/** Throws for a header that is not there, is malformed, or leaves out what has to be signed. */
export function authorizationOf({ headers }: CloudRequest): Authorization {
  const given = headers['authorization'];
  if (given === undefined) throw new Refusal('MissingAuthenticationToken');
  const found = form.exec(given);
  if (found === null) throw new Refusal('IncompleteSignature');
  const [, accessKeyId = '', date = '', region = '', service = '', signed = '', signature = ''] =
    found;
  const signedHeaders = signed.split(';');
  const isSigned = (name: string): boolean =>
    headers[name] === undefined || signedHeaders.includes(name);
  const isSorted = signedHeaders.toSorted().join(';') === signed;
  if (!isSorted || !needed.every(isSigned)) throw new Refusal('IncompleteSignature');
  return { accessKeyId, date, region, service, signedHeaders, signature };
}

/** When a request was signed, in milliseconds since 1970. Throws for a time that is none, or of another day. */
export function signedAtMs({ headers }: CloudRequest, { date }: Authorization): number {
  const time = headers['x-amz-date'] ?? '';
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time);
  if (parts === null || !time.startsWith(date)) throw new Refusal('IncompleteSignature');
  const [, year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** The signature that a request has to carry. */
export function signatureOf(
  request: CloudRequest,
  { date, region, service, signedHeaders }: Authorization,
  secretAccessKey: string,
): string {
  const scope = `${date}/${region}/${service}/aws4_request`;
  const time = request.headers['x-amz-date'] ?? '';
  const hashed = sha256(canonicalRequest(request, signedHeaders));
  const toSign = ['AWS4-HMAC-SHA256', time, scope, hashed].join('\n');
  const dayKey = hmac(`AWS4${secretAccessKey}`, date);
  const key = hmac(hmac(hmac(dayKey, region), service), 'aws4_request');
  return hmac(key, toSign).toString('hex');
}

function canonicalRequest(request: CloudRequest, signedHeaders: readonly string[]): string {
  const headers = signedHeaders.map((name) => `${name}:${valueOf(request, name)}\n`);
  return [
    request.method,
    request.path,
    request.search,
    headers.join(''),
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n');
}

function valueOf({ headers }: CloudRequest, name: string): string {
  return (headers[name] ?? '').trim().replaceAll(/ +/g, ' ');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
