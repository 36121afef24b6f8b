import signModule from 'tencentcloud-sdk-nodejs/tencentcloud/common/sign.js';
import { Client } from 'tencentcloud-sdk-nodejs/tencentcloud/services/vpc/v20170312/vpc_client.js';

const { default: Sign } = signModule;

/** Sends the request of one action, and returns what is inside its `Response`. */
export type Send = (action: string, parameters: unknown) => Promise<unknown>;

/**
 * The SDK's VPC client over floatip's own HTTP. The SDK's transport cannot correct its clock, drops
 * the cause of a failure, doubles its timeout for the body, and honours `http_proxy` even for the
 * metadata service.
 */
export class Vpc extends Client {
  readonly #send: Send;

  constructor(send: Send) {
    super({ credential: {} });
    this.#send = send;
  }

  override async request(action: string, parameters: unknown): Promise<unknown> {
    return await this.#send(action, parameters);
  }
}

export interface Signing {
  readonly url: string;
  readonly body: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly secretId: string;
  readonly secretKey: string;
}

export const contentType = 'application/json';

/** The `Authorization` header of a POST, TC3-HMAC-SHA256. */
export function authorizationOf({ url, body, ...rest }: Signing): string {
  return Sign.sign3({
    ...rest,
    method: 'POST',
    url,
    payload: Buffer.from(body),
    service: 'vpc',
    multipart: false,
    boundary: '',
    headers: { 'Content-Type': contentType },
  });
}
