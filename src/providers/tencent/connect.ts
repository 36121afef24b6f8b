import type { KeyPair } from '../../lib/secret.ts';
import { adviseIdentity } from '../advised-identity.ts';
import type { Connection, Tools } from '../connection.ts';
import { givenCredentials } from '../credentials.ts';
import { openNetwork } from '../open-network.ts';
import { createAccount } from './account.ts';
import { roleCredentialsFrom } from './credentials.ts';
import { createEndpoints } from './endpoints.ts';
import { createIdentity } from './identity.ts';
import { byNameOrIp } from './metadata-ip.ts';
import { createProvider } from './provider.ts';

export interface TencentSettings {
  /** Without one, the CAM role of this host is used. */
  readonly keyPair: KeyPair | undefined;
  /** Reads the key pair again where the cloud refuses it. */
  readonly reread?: () => KeyPair | undefined;
  /** Without it, the metadata service says. */
  readonly region: string | undefined;
  /** Base URL of the API, without a path; without it, the one inside the VPC, else the public one. */
  readonly endpoint: string | undefined;
  /** Base URL of the metadata service, without a path. */
  readonly metadata: string;
  readonly requestMs: number;
}

/** Tencent Cloud as one account and one host see it. Sends nothing yet. */
export function connect(settings: TencentSettings, tools: Tools): Connection {
  const { clock, random, cache, host } = tools;
  const { keyPair, reread, region: configured, endpoint, metadata, requestMs } = settings;
  const { api, local: direct, close } = openNetwork('tencent', tools);
  const local = byNameOrIp(direct, clock);
  const who = adviseIdentity(
    createIdentity({ metadata, http: local, clock, random, cache }),
    otherwise,
  );
  const endpoints = createEndpoints(endpoint, clock);
  const account = createAccount({
    credentials:
      keyPair === undefined
        ? roleCredentialsFrom({ metadata, http: local, clock })
        : givenCredentials(keyPair, reread),
    endpoints,
    region: async (signal) => configured ?? (await who.self(signal)).region,
    requestMs,
    clock,
    http: api,
  });
  const self = async (signal: AbortSignal): Promise<string> => (await who.self(signal)).node;
  const announcing = { host, clock, self };
  return {
    provider: createProvider({ account, announcing }),
    identity: who.identity,
    places: { api: endpoints.all, metadata },
    close,
  };
}

const otherwise = {
  orSayRegion:
    'Check the name servers in /etc/resolv.conf, or set TENCENTCLOUD_REGION, or region in providers.tencent',
  elsewhere:
    'Run floatip on the CVM instance itself, or set TENCENTCLOUD_REGION, or region in providers.tencent',
};
