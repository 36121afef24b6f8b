import { awaitUnder } from '../../lib/await-under.ts';
import type { KeyPair } from '../../lib/secret.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import type { Identity, Self } from '../../ports/identity.ts';
import type { Connection, Tools } from '../connection.ts';
import { openNetwork } from '../open-network.ts';
import { createAccount } from './account.ts';
import { givenCredentials, roleCredentialsFrom } from './credentials.ts';
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
  const who = remember(createIdentity({ metadata, http: local, clock, random, cache }));
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

interface Remembered {
  readonly identity: Identity;
  /** This host, as somebody has been told already. Throws `config` where nobody says. */
  self(signal: AbortSignal): Promise<Self>;
}

interface Introducing {
  readonly answer: ReturnType<Identity['introduce']>;
  readonly signal: AbortSignal;
}

/** Every request needs the region, but the metadata service is asked for it once. */
function remember(identity: Identity): Remembered {
  let introducing: Introducing | undefined;
  const begin = (...[signal, patience]: Parameters<Identity['introduce']>): Introducing => {
    const answer = identity.introduce(signal, patience);
    const begun = { answer, signal };
    introducing ??= begun;
    answer.catch(() => {
      if (introducing === begun) introducing = undefined;
    });
    return begun;
  };
  const selfOf = async (signal: AbortSignal): Promise<Self> => {
    for (;;) {
      const asking = introducing ?? begin(signal);
      try {
        return (await awaitUnder(signal, asking.answer)).self;
      } catch (error) {
        // Where it was somebody else who asked and gave up, nothing is known of the answer.
        if (signal.aborted || !asking.signal.aborted) throw error;
      }
    }
  };
  return {
    identity: { introduce: (signal, patience) => begin(signal, patience).answer },
    async self(signal) {
      try {
        return await selfOf(signal);
      } catch (error) {
        if (!isFailure(error, 'config')) throw error;
        const isUnnamed = error.hint?.includes('/etc/resolv.conf') === true;
        const hint = isUnnamed ? orSayRegion : elsewhere;
        throw new Failure('config', error.message, { hint, cause: error });
      }
    },
  };
}

const orSayRegion =
  'Check the name servers in /etc/resolv.conf, or set TENCENTCLOUD_REGION, or region in providers.tencent';
const elsewhere =
  'Run floatip on the CVM instance itself, or set TENCENTCLOUD_REGION, or region in providers.tencent';
