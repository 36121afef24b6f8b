import { Failure } from '../ports/failure.ts';
import type { Config } from './config.ts';
import { parseEndpoint } from './endpoint.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a variable says; one that is empty says nothing, as if it were not set. */
export function valueOf(variable: string, env: Environment): string | undefined {
  const value = env[variable];
  return value === '' ? undefined : value;
}

/** The config with what the environment says instead. Checks the endpoints. Throws `config`. */
export function overlayEnvironment(config: Config, env: Environment): Config {
  for (const variable of proxyVariables) checkProxy(variable, env[variable]);
  const { digitalocean, tencent } = config;
  const endpointOf = (cloud: string, fromFile: string): string =>
    pickUrl(fromFile, { config, env, cloud, what: 'endpoint' });
  const metadataOf = (cloud: string, fromFile: string): string =>
    pickUrl(fromFile, { config, env, cloud, what: 'metadata' });
  const given = tencent.endpoint ?? valueOf('FLOATIP_TENCENT_ENDPOINT', env);
  return {
    ...config,
    digitalocean: {
      ...digitalocean,
      endpoint: endpointOf('digitalocean', digitalocean.endpoint),
      metadata: metadataOf('digitalocean', digitalocean.metadata),
    },
    tencent: {
      ...tencent,
      region: valueOf('TENCENTCLOUD_REGION', env) ?? tencent.region,
      endpoint: given === undefined ? undefined : endpointOf('tencent', given),
      metadata: metadataOf('tencent', tencent.metadata),
    },
  };
}

interface UrlSource {
  readonly config: Config;
  readonly env: Environment;
  readonly cloud: string;
  readonly what: 'endpoint' | 'metadata';
}

function pickUrl(fromFile: string, { config, env, cloud, what }: UrlSource): string {
  // A metadata service has no certificate, and is asked nothing that is secret.
  const allowHttp = what === 'metadata' || env['FLOATIP_ALLOW_HTTP'] === '1';
  const variable = `FLOATIP_${cloud}_${what}`.toUpperCase();
  const value = valueOf(variable, env);
  if (value !== undefined) return parseEndpoint(value, { origin: variable, allowHttp });
  const origin = `${config.path ?? 'default'}, providers.${cloud}.${what}`;
  return parseEndpoint(fromFile, { origin, allowHttp });
}

const proxyVariables = [
  'https_proxy',
  'HTTPS_PROXY',
  'http_proxy',
  'HTTP_PROXY',
  'all_proxy',
  'ALL_PROXY',
];

/** Does not show the value, which may hold a password. */
function checkProxy(variable: string, value: string | undefined): void {
  if (value === undefined || value === '') return;
  if (URL.canParse(value) && /^https?:/.test(value)) return;
  throw new Failure(
    'config',
    `${variable}: expected the URL of an HTTP proxy such as http://proxy:3128`,
    {
      hint: 'Correct it, or unset it for floatip',
    },
  );
}
