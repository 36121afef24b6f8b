import { readDmi } from '../../lib/host/dmi.ts';
import { renewable } from '../../lib/renewable.ts';
import type { Secret } from '../../lib/secret.ts';
import type { Connection, Tools } from '../connection.ts';
import { openNetwork } from '../open-network.ts';
import { createClient } from './client.ts';
import { createIdentity } from './identity.ts';
import { createKnownIds } from './known-ids.ts';
import { createProvider } from './provider.ts';
import type { Settings } from './settings.ts';

export interface HetznerSettings extends Pick<Settings, 'endpoint' | 'metadata'> {
  readonly token: Secret;
  /** Reads it again where the cloud refuses it. */
  readonly reread?: () => Secret | undefined;
  readonly requestMs: number;
}

/** Hetzner Cloud as one project and one host see it. Sends nothing yet. */
export function connect(settings: HetznerSettings, tools: Tools): Connection {
  const { clock, random, cache } = tools;
  const { api, local, close } = openNetwork('hetzner', tools);
  const { token, reread, endpoint, requestMs, metadata } = settings;
  const tokens = renewable(token, { reread, isSame });
  const client = createClient({
    get token() {
      return tokens.current();
    },
    renewToken: tokens.renew,
    endpoint,
    requestMs,
    clock,
    http: api,
  });
  return {
    provider: createProvider({ client, ids: createKnownIds(cache, endpoint) }),
    identity: createIdentity({
      metadata,
      http: local,
      clock,
      random,
      cache,
      firmware: () => readDmi(),
    }),
    places: { api: [endpoint], metadata },
    approach: (signal) => api.prepare(endpoint, signal),
    close,
  };
}

function isSame(one: Secret, other: Secret): boolean {
  return one.isSame(other);
}
