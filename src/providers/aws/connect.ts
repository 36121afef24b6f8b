import type { KeyPair } from '../../lib/secret.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import type { Identity } from '../../ports/identity.ts';
import { adviseIdentity } from '../advised-identity.ts';
import { createClockSkew } from '../clock-skew.ts';
import type { Connection, Tools } from '../connection.ts';
import { givenCredentials, holdCredentials } from '../credentials.ts';
import type { Credentials } from '../credentials.ts';
import { openNetwork } from '../open-network.ts';
import { createAccount } from './account.ts';
import type { AccountOptions } from './account.ts';
import { fetchAssumedRole } from './assume-role.ts';
import { createClient } from './client.ts';
import { createIdentity } from './identity.ts';
import { interfacesOf, ownInterfaces, ownOrDescribed } from './interfaces.ts';
import type { Vpc } from './kind.ts';
import { inMetadataSession } from './metadata-session.ts';
import { askMetadata } from './metadata.ts';
import type { Ask } from './metadata.ts';
import type { NodeInterface } from './node-interface.ts';
import { endpointOf } from './partitions.ts';
import { createProvider } from './provider.ts';
import { fetchRoleCredentials } from './role-credentials.ts';
import type { Settings } from './settings.ts';

export interface AwsSettings extends Omit<Settings, 'accessKeyIdFile' | 'secretAccessKeyFile'> {
  /** Without one, the role of this instance is used. */
  readonly keyPair: KeyPair | undefined;
  /** Reads the key pair again where the cloud refuses it. */
  readonly reread?: () => KeyPair | undefined;
  readonly requestMs: number;
}

/** AWS as one account and one host see it. Sends nothing yet. */
export function connect(settings: AwsSettings, tools: Tools): Connection {
  const { clock, random, cache } = tools;
  const { region: configured, metadata, requestMs } = settings;
  const { api, local: direct, close } = openNetwork('aws', tools);
  const local = inMetadataSession(direct, clock);
  const ask = (signal: AbortSignal): Ask => askMetadata({ metadata, http: local, signal });
  const who = adviseIdentity(
    createIdentity({ metadata, http: local, clock, random, cache }),
    otherwise,
  );
  const { identity, knownSelf } = noting(who.identity);
  const common = {
    region: async (signal: AbortSignal) => configured ?? (await who.self(signal)).region,
    requestMs,
    clock,
    skew: createClockSkew(clock),
    http: api,
  };
  const base = baseCredentials(settings, { ask, clock });
  const credentials = takingOn(settings, { ...common, credentials: base });
  const account = createAccount({
    ...common,
    service: 'ec2',
    version: '2016-11-15',
    credentials,
    endpointIn: (region) => settings.endpoint ?? ownEndpoint('ec2', region, settings),
  });
  const vpc = createVpc((subject, under) => createClient(account, { subject, ...under }), {
    ask,
    knownSelf,
  });
  const { endpoint = firstGuess(settings) } = settings;
  return {
    provider: createProvider(vpc),
    identity,
    places: { api: [endpoint], metadata },
    close,
  };
}

const otherwise = {
  orSayRegion:
    'Check the name servers in /etc/resolv.conf, or set AWS_REGION, or region in providers.aws',
  elsewhere:
    'Run floatip on the EC2 instance itself, or set AWS_REGION, or region in providers.aws; in a container, raise the hop limit: aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2',
};

interface Noting {
  readonly identity: Identity;
  /** The node that somebody has been told that this host is. */
  readonly knownSelf: () => string | undefined;
}

function noting({ introduce }: Identity): Noting {
  let node: string | undefined;
  return {
    identity: {
      async introduce(signal, patience) {
        const introduction = await introduce(signal, patience);
        node = introduction.self.node;
        return introduction;
      },
    },
    knownSelf: () => node,
  };
}

interface Asking {
  readonly ask: (signal: AbortSignal) => Ask;
  readonly clock: Tools['clock'];
}

function baseCredentials({ keyPair, reread }: AwsSettings, { ask, clock }: Asking): Credentials {
  if (keyPair !== undefined) return givenCredentials(keyPair, reread);
  return holdCredentials((signal) => fetchRoleCredentials(ask(signal)), clock);
}

/** Those of the role that is taken on, where there is one. */
function takingOn(
  settings: AwsSettings,
  common: Omit<AccountOptions, 'service' | 'version' | 'endpointIn'>,
): Credentials {
  const { assumeRole } = settings;
  if (assumeRole === undefined) return common.credentials;
  const sts = createAccount({
    ...common,
    service: 'sts',
    version: '2011-06-15',
    endpointIn: (region) => assumeRole.endpoint ?? ownEndpoint('sts', region, settings),
  });
  return holdCredentials((signal) => fetchAssumedRole(sts, assumeRole, signal), common.clock);
}

function ownEndpoint(
  service: 'ec2' | 'sts',
  region: string,
  { wantsFips }: Pick<AwsSettings, 'wantsFips'>,
): string {
  const endpoint = endpointOf(service, { region, wantsFips });
  if (endpoint !== undefined) return endpoint;
  throw new Failure('config', `AWS has no FIPS endpoint of ${service} in ${region}`, {
    hint: 'Take fips out of providers.aws, and unset AWS_USE_FIPS_ENDPOINT, or name an endpoint',
  });
}

/** Before anybody has said in which region this is. */
function firstGuess({ region, wantsFips }: AwsSettings): string {
  const usual = 'https://ec2.amazonaws.com';
  return region === undefined ? usual : (endpointOf('ec2', { region, wantsFips }) ?? usual);
}

function createVpc(
  clientFor: Vpc['clientFor'],
  { ask, knownSelf }: Pick<Asking, 'ask'> & Pick<Vpc, 'knownSelf'>,
): Vpc {
  return {
    clientFor,
    knownSelf,
    async ownInterfaces(signal) {
      try {
        return await ownInterfaces(ask(signal));
      } catch (error) {
        if (isFailure(error, 'transport')) return undefined;
        throw error;
      }
    },
    interfacesOf(node, { signal }) {
      const described = (): Promise<readonly NodeInterface[]> =>
        interfacesOf(node, clientFor(node, { signal }));
      if (node !== knownSelf()) return described();
      return ownOrDescribed(() => ownInterfaces(ask(signal)), described);
    },
  };
}
