import { hostname } from 'node:os';

import type { Connection, Tools } from '../connection.ts';
import { createClient } from './client.ts';
import { createIdentity } from './identity.ts';
import { createProvider } from './provider.ts';
import type { Settings } from './settings.ts';

export interface ExecSettings extends Settings {
  readonly requestMs: number;
}

/** The programs of this host. Starts none of them yet. */
export function connect(settings: ExecSettings, { clock }: Tools): Connection {
  const { node = hostname(), environment, requestMs } = settings;
  return {
    provider: createProvider(createClient({ environment, requestMs, clock })),
    identity: createIdentity(node),
    places: { api: [] },
    close: () => undefined,
  };
}
