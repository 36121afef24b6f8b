import aws4 from 'aws4';

import type { KeyPair } from '../../lib/secret.ts';

export interface Signing {
  /** Base URL without a path. */
  readonly endpoint: string;
  readonly service: 'ec2' | 'sts';
  readonly region: string;
  readonly body: string;
  /** By the API's clock, in seconds since 1970. */
  readonly timestamp: number;
  readonly pair: KeyPair;
}

const contentType = 'application/x-www-form-urlencoded; charset=utf-8';

/** The headers of a POST to the path /, signed by Signature Version 4. They are secret. */
export function signedHeaders(signing: Signing): Readonly<Record<string, string>> {
  const { endpoint, service, region, body, timestamp, pair } = signing;
  const time = new Date(timestamp * 1000).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const { headers = {} } = aws4.sign(
    {
      host: new URL(endpoint).host,
      method: 'POST',
      path: '/',
      service,
      region,
      headers: { 'Content-Type': contentType, 'X-Amz-Date': time },
      body,
    },
    {
      accessKeyId: pair.secretId.reveal(),
      secretAccessKey: pair.secretKey.reveal(),
      ...(pair.token === undefined ? {} : { sessionToken: pair.token.reveal() }),
    },
  );
  const named = Object.entries(headers).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  // The HTTP client says to whom it talks.
  return Object.fromEntries(named.filter(([name]) => name !== 'host'));
}
