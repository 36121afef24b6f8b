import { createHttp } from '../../lib/http/http.ts';
import type { Http } from '../../lib/http/http.ts';
import { renewable } from '../../lib/renewable.ts';
import { isFailure } from '../../ports/failure.ts';
import type { Access } from '../configured-cloud.ts';
import type { Connection, Tools } from '../connection.ts';
import { openNetwork } from '../open-network.ts';
import { rememberIdentity } from '../remember-identity.ts';
import { createClient } from './client.ts';
import { createIdentity } from './identity.ts';
import { createSessions } from './keystone.ts';
import { loginReader } from './login.ts';
import type { Login } from './login.ts';
import { createNodePorts } from './node-ports.ts';
import { createProvider } from './provider.ts';
import type { Settings } from './settings.ts';

/** OpenStack as one project and one host see it. Sends nothing yet. Throws `config` where it has no credential. */
export async function connect(
  settings: Settings,
  { secrets, requestMs }: Access,
  tools: Tools,
): Promise<Connection> {
  const { clock, random, cache, host } = tools;
  const { allowHttp, metadata } = settings;
  const login = (await loginReader(settings, secrets))();
  const again = await loginReader(settings, { find: secrets.again });
  const { api, local, close } = openNetwork('openstack', tools);
  const http = login.ca === undefined ? api : withCa(login.ca, tools);
  const logins = renewable(login, { reread: () => usable(again), isSame });
  const sessions = createSessions({ logins, http, clock, requestMs, allowHttp });
  const client = createClient({ sessions, http, clock, requestMs });
  const who = rememberIdentity(
    createIdentity({ metadata, http: local, clock, random, cache, region: login.region }),
  );
  const self = async (signal: AbortSignal): Promise<string> => (await who.self(signal)).node;
  return {
    provider: createProvider({
      client,
      ports: createNodePorts(client, cache, login.authUrl),
      announcing: { host, clock, self },
    }),
    identity: who.identity,
    places: { api: [login.authUrl], metadata },
    approach: (signal) => http.prepare(login.authUrl, signal),
    close() {
      close();
      http.close();
    },
  };
}

/** For a cloud whose certificates somebody else has signed than those whom Node trusts. */
function withCa(ca: string, { clock, adapter, observe }: Tools): Http {
  return createHttp({
    clock,
    proxy: 'environment',
    tls: { ca },
    observe: (answer) => observe?.('openstack', answer),
    ...(adapter === undefined ? {} : { adapter }),
  });
}

/** Nothing for as long as it is just being written. */
function usable(read: () => Login): Login | undefined {
  try {
    return read();
  } catch (error) {
    if (isFailure(error)) return undefined;
    throw error;
  }
}

function isSame(one: Login, other: Login): boolean {
  return (
    one.authUrl === other.authUrl &&
    JSON.stringify(one.identity()) === JSON.stringify(other.identity())
  );
}
