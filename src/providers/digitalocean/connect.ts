import { renewable } from '../../lib/renewable.ts';
import type { Secret } from '../../lib/secret.ts';
import type { Connection, Tools } from '../connection.ts';
import { openNetwork } from '../open-network.ts';
import { createIdentity } from './identity.ts';
import { createProvider } from './provider.ts';

export interface DigitalOceanSettings {
  readonly token: Secret;
  /** Reads it again where the cloud refuses it. */
  readonly reread?: () => Secret | undefined;
  /** Base URL of the API, without a path. */
  readonly endpoint: string;
  /** Base URL of the metadata service, without a path. */
  readonly metadata: string;
  readonly requestMs: number;
}

/** DigitalOcean as one account and one host see it. Sends nothing yet. */
export function connect(settings: DigitalOceanSettings, tools: Tools): Connection {
  const { clock, random, cache } = tools;
  const { api, local, close } = openNetwork('digitalocean', tools);
  const { token, reread, endpoint, requestMs, metadata } = settings;
  const tokens = renewable(token, { reread, isSame });
  return {
    provider: createProvider({
      get token() {
        return tokens.current();
      },
      renewToken: tokens.renew,
      endpoint,
      requestMs,
      clock,
      http: api,
    }),
    places: { api: [endpoint], metadata },
    identity: createIdentity({ metadata, http: local, clock, random, cache }),
    approach: (signal) => api.prepare(endpoint, signal),
    close,
  };
}

function isSame(one: Secret, other: Secret): boolean {
  return one.isSame(other);
}
