import { Failure } from '../ports/failure.ts';
import type { Config } from './config.ts';
import { parseEndpoint } from './endpoint.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The config with what the environment says instead. Checks the endpoints. Throws `config`. */
export function overlayEnvironment(config: Config, env: Environment): Config {
  for (const variable of proxyVariables) checkProxy(variable, env[variable]);
  const allowHttp = env['FLOATIP_ALLOW_HTTP'] === '1';
  const pick = (fromFile: string, { variable, key, http }: EndpointSource): string => {
    const value = env[variable];
    if (value !== undefined && value !== '') {
      return parseEndpoint(value, { origin: variable, allowHttp: http });
    }
    const origin = `${config.path ?? 'default'}, ${key}`;
    return parseEndpoint(fromFile, { origin, allowHttp: http });
  };
  const { endpoint, metadata, tokenFile } = config.digitalocean;
  return {
    ...config,
    digitalocean: {
      tokenFile,
      endpoint: pick(endpoint, {
        variable: 'FLOATIP_DIGITALOCEAN_ENDPOINT',
        key: 'providers.digitalocean.endpoint',
        http: allowHttp,
      }),
      metadata: pick(metadata, {
        variable: 'FLOATIP_DIGITALOCEAN_METADATA',
        key: 'providers.digitalocean.metadata',
        http: true,
      }),
    },
  };
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

interface EndpointSource {
  /** The variable that overrides the file. */
  readonly variable: string;
  /** The key in the file. */
  readonly key: string;
  /** Whether plain http is fine on any network. */
  readonly http: boolean;
}
